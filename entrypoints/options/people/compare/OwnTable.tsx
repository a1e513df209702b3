// How well Fovea reads a person's own measurements: by itself, beside their frames, and with their targets.
import { useEffect, useRef } from 'preact/hooks';
import type { PersonSummary } from '../../../../src/storage/people.ts';
import { Button } from '../../../../src/ui/Button.tsx';
import { Meter } from '../../../../src/ui/Meter.tsx';
import { Notice } from '../../../../src/ui/Notice.tsx';
import { formatCount } from '../../../../src/ui/format-size.ts';
import { cancelComparing, listCompared, startComparing, useComparing } from './comparing.ts';
import { ComparisonTable } from './ComparisonTable.tsx';
import './compare.css';

export function OwnTable({ person }: { person: PersonSummary }) {
  const { name } = person;
  const compared = listCompared(person.measurements);
  const state = useComparing(compared);
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(state?.status);
  useEffect(() => {
    // The button that had the keyboard is gone: on with it where the news is, unless it is elsewhere by now.
    const isNews = before.current !== state?.status;
    before.current = state?.status;
    if (isNews && (document.activeElement === document.body || !document.activeElement))
      heading.current?.focus();
  }, [state?.status]);
  if (compared.length === 0) {
    return (
      <p class="soft small own-table" data-testid="nothing-to-compare">
        After a complete measurement you can see here how far off Fovea is for {name}.
      </p>
    );
  }
  const start = (): void => void startComparing(compared);
  const photos = compared.reduce((sum, { frameCount }) => sum + frameCount, 0);
  return (
    <section
      class="own-table stack stack--tight"
      aria-label={`How far off Fovea is for ${name}`}
      data-testid="comparison"
      data-status={state?.status ?? 'none'}
    >
      <div class="row row--apart">
        <h3 ref={heading} tabIndex={-1}>
          How far off Fovea is for {name}
        </h3>
        {state?.status === 'looking' ? (
          <Button variant="quiet" label={`Cancel working it out for ${name}`} onClick={cancelComparing}>
            Cancel
          </Button>
        ) : (
          <Button
            variant={state ? 'quiet' : 'plain'}
            label={`${state ? 'Work it out again' : 'Work it out'} for ${name}`}
            onClick={start}
          >
            {state ? 'Work it out again' : 'Work it out'}
          </Button>
        )}
      </div>
      {!state && (
        <p class="soft small">
          Reads {formatCount(photos, 'photo')} of {formatCount(compared.length, 'measurement')} anew, each
          measurement without what it taught. That takes a moment, and nothing is stored.
        </p>
      )}
      {state?.status === 'looking' && (
        <>
          <p class="small numbers">
            Photo {state.photos} of {state.total}. Keep this tab open meanwhile.
          </p>
          <Meter value={state.photos / state.total} label={`Reading the photos of ${name}`} />
        </>
      )}
      {state?.status === 'failed' && (
        <Notice kind="problem">It could not be worked out: {state.message}</Notice>
      )}
      {state?.status === 'compared' && <ComparisonTable rows={state.rows} measurements={compared} />}
    </section>
  );
}
