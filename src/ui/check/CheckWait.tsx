// Before the first dot: what is being waited for, and what to do then.
import type { Advance } from '../../validation/check-run.ts';
import type { CheckState } from '../../validation/check.ts';

type Props = { state: Extract<CheckState, { status: 'waiting' }>; advance: Advance };

export function CheckWait({ state: { tracker, eyesInView }, advance }: Props) {
  return (
    <div class="check-wait" role="status" data-testid="check-wait" data-ready={tracker && eyesInView}>
      {!tracker && <p class="check-wait__head">Turning the camera on and loading the network…</p>}
      {tracker && !eyesInView && (
        <>
          <p class="check-wait__head">Fovea does not see your eyes yet</p>
          <p>Sit so that the camera sees all of your face, lit from the front.</p>
        </>
      )}
      {tracker && eyesInView && (
        <>
          <p class="check-wait__head">
            Press <kbd>Space</kbd> to begin
          </p>
          <p>
            {advance === 'space'
              ? 'Look at the middle of each dot, press space, and keep looking until the next one comes.'
              : 'Look at the middle of each dot until the next one comes. There is nothing to press.'}
          </p>
          {tracker.windowFilled < 1 && (
            <p class="numbers">
              Fovea is still getting to know you ({Math.floor(100 * tracker.windowFilled)} %). It does better
              when you look around on the screen until this line is gone.
            </p>
          )}
        </>
      )}
      <p>
        <kbd>Esc</kbd> cancel
      </p>
    </div>
  );
}
