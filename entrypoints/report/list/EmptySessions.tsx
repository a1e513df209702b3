// What the list of sessions says before there is one.
import { EmptyCard } from '../../../src/ui/EmptyCard.tsx';

export function EmptySessions() {
  return (
    <EmptyCard
      testId="no-sessions"
      title="No session has been recorded yet"
      picture={
        <>
          <rect x="1" y="1" width="238" height="148" rx="12" />
          <path d="M1 30h238M24 56h96M24 76h140M24 96h72" />
          <circle class="empty__seen" cx="70" cy="62" r="13" />
          <circle class="empty__target" cx="168" cy="92" r="24" />
          <circle class="empty__mark" cx="168" cy="92" r="4" />
          <circle class="empty__seen" cx="62" cy="118" r="8" />
        </>
      }
      pictureHeight={150}
      actions={
        <ol class="steps">
          <li>Open the page that you want to study.</li>
          <li>
            Click Fovea’s button in the browser’s toolbar, and choose <strong>Start tracking</strong>.
          </li>
          <li>
            Choose <strong>Record a session</strong> there, and browse. When you stop, the session is here.
          </li>
        </ol>
      }
    >
      A session is a recording of tracked browsing: where somebody looked on each page, how they scrolled and
      what they clicked, with pictures of what they saw. It stays on this computer.
    </EmptyCard>
  );
}
