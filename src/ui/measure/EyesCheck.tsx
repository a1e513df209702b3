// Whether the camera sees the person's eyes, and what would help; nothing of it stands in the way of measuring.
import { HINT_WORDS, UNSEEN_WORDS } from './eye-words.ts';
import type { Eyes } from './use-eyes.ts';
import './eyes-check.css';

type Props = {
  eyes: Eyes;
  /** Says only what could be better. */
  quiet?: boolean;
};

export function EyesCheck({ eyes, quiet = false }: Props) {
  const unseen = eyes.status === 'looking' && eyes.unseen;
  const hints = eyes.status === 'looking' ? eyes.hints : [];
  const words = [...(unseen ? [UNSEEN_WORDS] : []), ...hints.map((hint) => HINT_WORDS[hint])];
  // It stays in the page while it is empty: screen readers speak what changes in it.
  return (
    <div class="eyes-check" role="status" data-testid="eyes-check" data-eyes={describe(eyes)}>
      {words.length === 0 && !quiet && <p class="soft small">{describeRest(eyes)}</p>}
      {words.map(({ what, advice }) => (
        <p key={what} class="eyes-check__hint">
          <strong>{what}</strong> {advice}
        </p>
      ))}
      {words.length > 0 && !quiet && <p class="soft small">You can start all the same.</p>}
    </div>
  );
}

function describe(eyes: Eyes): 'unknown' | 'seen' | 'unseen' {
  if (eyes.status !== 'looking') return 'unknown';
  if (eyes.unseen) return 'unseen';
  return eyes.seen ? 'seen' : 'unknown';
}

function describeRest(eyes: Eyes): string {
  if (eyes.status === 'failed') {
    return `Fovea cannot check here whether your eyes are seen: ${eyes.message} You can measure all the same.`;
  }
  return describe(eyes) === 'seen' ? '✓ I see your eyes.' : 'Looking for your eyes…';
}
