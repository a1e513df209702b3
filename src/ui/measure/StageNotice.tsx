// While measuring: that the eyes are not seen, in words, for as long as that is so.
import type { Eyes } from './use-eyes.ts';

export function StageNotice({ eyes }: { eyes: Eyes }) {
  const unseen = eyes.status === 'looking' && eyes.unseen;
  return (
    <div class="stage-notice" role="status" data-testid="stage-notice">
      {unseen && (
        <p>
          <strong>I can’t see your eyes.</strong> Go on if you like: such dots can be taken again at the end.
        </p>
      )}
    </div>
  );
}
