// Who agreed: their code, what is still to be done, and how to withdraw.
import { useState } from 'preact/hooks';
import type { Invitation } from '../../../src/group/invitation.ts';
import { isDone } from '../../../src/group/overview.ts';
import type { Progress } from '../../../src/group/progress.ts';
import type { GroupRow } from '../../../src/storage/groups.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { formatDate } from '../../../src/ui/format-date.ts';
import { formatCount } from '../../../src/ui/format-size.ts';
import { countData } from '../groups/count-data.ts';
import { withdrawFromGroup } from '../groups/leave-group.ts';
import { ConfirmDelete } from '../people/ConfirmDelete.tsx';
import { useFocusOnMount } from '../../../src/ui/use-focus-on-mount.ts';

type Props = { invitation: Invitation; group: GroupRow; progress: Progress; onMeasure: () => void };

export function Joined({ invitation, group, progress, onMeasure }: Props) {
  const heading = useFocusOnMount();
  const [withdrawing, setWithdrawing] = useState(false);
  const { title, consent, participant, targetCount } = invitation;
  const done = isDone(progress);
  return (
    <>
      <div class="section-head">
        <h1 ref={heading} tabIndex={-1}>
          {done ? 'You are done. Thank you!' : title}
        </h1>
        <p class="soft">
          {done
            ? `Your ${formatCount(progress.frames, 'photo')} are stored on this computer. You can close this tab, or hand the computer back.`
            : `Thank you for taking part. A measurement follows: ${targetCount} dots, one after another.`}
        </p>
      </div>
      <section class="card stack" data-testid="joined" data-done={done} aria-label="Your part">
        <div>
          <p class="soft small">Your code in {title}</p>
          <p class="join__code" data-testid="code">
            {participant.code}
          </p>
          <p class="soft small">Keep it: whoever invited you finds your photos by it.</p>
        </div>
        <div class="row">
          <Button variant={done ? 'plain' : 'primary'} onClick={onMeasure}>
            {done ? 'Measure once more' : 'Go on to the measurement'}
          </Button>
          {/* Where the group was made, its page shows everybody in it; there nothing needs to be handed over either. */}
          {progress.frames + progress.checks > 0 && group.origin === 'joined' && (
            <a class="button" href={`#groups/${group.id}`}>
              Export my file…
            </a>
          )}
        </div>
      </section>
      <details class="card join__details">
        <summary>
          You agreed to version {consent.version} on {formatDate(progress.participant.consent!.agreedAt)}
        </summary>
        <p class="consent-text">{consent.text}</p>
        <div class="row">
          <Button variant="danger" onClick={() => setWithdrawing(true)}>
            Withdraw and delete my data…
          </Button>
        </div>
      </details>
      {withdrawing && (
        <ConfirmDelete
          title="Withdraw?"
          text={`Your agreement ends, and your ${countData(progress)} on this computer are deleted. What was exported before is not here: tell whoever invited you, with your code. You can take it back for a moment, not later.`}
          confirm="Withdraw and delete"
          onConfirm={() => withdrawFromGroup(progress.participant)}
          onClose={() => setWithdrawing(false)}
        />
      )}
    </>
  );
}
