// What came of the check could not be stored, as on a full disk: it waits here until it can.
import { useFocusOnMount } from '../../src/ui/use-focus-on-mount.ts';

/** @param props.problem why, in words */
export function Refused({ problem, onAgain }: { problem: string; onAgain: () => void }) {
  const heading = useFocusOnMount();
  return (
    <div class="check-wait">
      <h1 ref={heading} tabIndex={-1} class="check-wait__head">
        The study cannot go on yet
      </h1>
      <p role="alert">{problem}</p>
      <p>The check that you made is kept on this page. There is no need to make it again.</p>
      <div class="study-check__buttons">
        <button type="button" class="study-check__begin" onClick={onAgain}>
          Try again
        </button>
      </div>
    </div>
  );
}
