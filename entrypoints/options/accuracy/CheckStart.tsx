// Before a check: which one, and how the person goes from dot to dot.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { isCameraOn } from '../../../src/messaging/tracking-state.ts';
import { checkAdvance } from '../../../src/storage/settings.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { StatusPill } from '../../../src/ui/StatusPill.tsx';
import { useSetting } from '../../../src/ui/use-setting.ts';
import { useTracking } from '../../../src/ui/use-tracking.ts';
import type { Advance } from '../../../src/validation/check-run.ts';
import { CHECK_TARGET_COUNT, type CheckKind } from '../../../src/validation/check-targets.ts';

const ADVANCES: Record<Advance, string> = {
  space: 'I press space when I look at a dot',
  auto: 'The dots move on by themselves, every two and a half seconds',
};

type Props = {
  /** Takes the focus: the person comes back from a check. */
  returned: boolean;
  onStart: (kind: CheckKind) => void;
};

export function CheckStart({ returned, onStart }: Props) {
  const first = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (returned) first.current?.focus();
  }, [returned]);
  const [advance, setAdvance] = useSetting(checkAdvance);
  const state = useTracking();
  return (
    <section class="card check-start" aria-label="New check">
      <fieldset>
        <legend>From dot to dot</legend>
        {(Object.keys(ADVANCES) as Advance[]).map((one) => (
          <label key={one} class="check">
            <input
              type="radio"
              name="check-advance"
              value={one}
              checked={advance === one}
              onChange={() => setAdvance(one)}
            />
            {ADVANCES[one]}
          </label>
        ))}
      </fieldset>
      <div class="row">
        <button ref={first} type="button" class="button button--primary" onClick={() => onStart('full')}>
          Check accuracy
        </button>
        <Button onClick={() => onStart('quick')}>Quick check</Button>
        <span class="soft small numbers">
          {CHECK_TARGET_COUNT.full} dots, about half a minute; the quick one {CHECK_TARGET_COUNT.quick} dots,
          about twelve seconds.
        </span>
      </div>
      {state && (
        <p class="row small">
          <StatusPill status={state.status} />
          <span class="soft">
            {isCameraOn(state)
              ? 'The check listens to the tracker as it runs now.'
              : 'The check turns the camera on, and off again when it ends.'}
          </span>
        </p>
      )}
    </section>
  );
}
