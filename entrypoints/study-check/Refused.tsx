// That the check was made, or left out, could not be stored, as on a full disk: it waits here until it can.
import { useFocusOnMount } from '../../src/ui/use-focus-on-mount.ts';

type Props = {
  /** Why, in words. */
  problem: string;
  /** It was made; else it was left out. */
  isMade: boolean;
  onAgain: () => void;
};

export function Refused({ problem, isMade, onAgain }: Props) {
  const heading = useFocusOnMount();
  return (
    <div class="check-wait">
      <h1 ref={heading} tabIndex={-1} class="check-wait__head">
        The study cannot go on yet
      </h1>
      <p role="alert">{problem}</p>
      {isMade && <p>The check that you made is kept on this page. There is no need to make it again.</p>}
      <div class="study-check__buttons">
        <button type="button" class="study-check__begin" onClick={onAgain}>
          Try again
        </button>
      </div>
    </div>
  );
}
