// Before the first dot: what the check is for, what is being waited for, and that it can be left out.
import { useFocusOnMount } from '../../src/ui/use-focus-on-mount.ts';
import type { CheckState } from '../../src/validation/check.ts';

type Props = {
  state: CheckState;
  within: boolean;
  again?: string | undefined;
  onBegin: () => void;
  onLeaveOut: () => void;
};

export function CheckIntro({ state, within, again, onBegin, onLeaveOut }: Props) {
  const heading = useFocusOnMount();
  const waiting = state.status === 'waiting' ? state : undefined;
  const ready = waiting?.tracker !== undefined && waiting.eyesInView;
  return (
    <div class="check-wait">
      <h1 ref={heading} tabIndex={-1} class="check-wait__head">
        {again === undefined ? 'A short check: five dots' : 'The check was broken off'}
      </h1>
      {again !== undefined && <p>{again}</p>}
      <p>
        Look at the middle of each dot until the next one comes. There is nothing to press, and it takes a
        quarter of a minute.
        {within && ' The task waits, and goes on where it was.'}
      </p>
      <p role="status" data-testid="check-ready" data-ready={ready}>
        {describeWait(waiting)}
      </p>
      <div class="study-check__buttons">
        <button type="button" class="study-check__begin" disabled={!ready} onClick={onBegin}>
          Begin <kbd>Space</kbd>
        </button>
        <button type="button" class="study-check__leave" onClick={onLeaveOut}>
          Leave it out
        </button>
      </div>
    </div>
  );
}

function describeWait(waiting: Extract<CheckState, { status: 'waiting' }> | undefined): string {
  if (!waiting?.tracker) return 'Waiting for the camera…';
  if (!waiting.eyesInView)
    return 'Fovea does not see your eyes yet. Sit so that the camera sees all of your face.';
  return 'Fovea sees your eyes.';
}
