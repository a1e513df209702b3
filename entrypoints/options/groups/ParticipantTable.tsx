// A group's people: who agreed, who measured, what is missing, and what can be done for one of them.
import { useEffect, useRef, useState } from 'preact/hooks';
import { isDone } from '../../../src/group/overview.ts';
import type { Progress } from '../../../src/group/progress.ts';
import type { GroupRow } from '../../../src/storage/groups.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { formatDate } from '../../../src/ui/format-date.ts';
import { formatCount } from '../../../src/ui/format-size.ts';
import { countData } from './count-data.ts';
import { ConfirmDelete } from '../people/ConfirmDelete.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { removeFromGroup, withdrawFromGroup } from './leave-group.ts';

type Asking = { what: 'invite' | 'withdraw' | 'remove'; id: string };

export function ParticipantTable({ group, progress }: { group: GroupRow; progress: readonly Progress[] }) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const count = useRef(progress.length);
  useEffect(() => {
    // The row that had the keyboard is gone.
    if (progress.length < count.current) heading.current?.focus();
    count.current = progress.length;
  }, [progress.length]);
  const asked = progress.find(({ participant }) => participant.id === asking?.id);
  const close = (): void => setAsking(null);
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>
        People
      </h2>
      {progress.length === 0 ? (
        <p class="soft" data-testid="no-participants">
          Nobody is in this group yet. <a href={`#groups/${group.id}/edit`}>Add names or codes</a>
        </p>
      ) : (
        <div class="table-room">
          <table class="participants numbers">
            <thead>
              <tr>
                <th scope="col">Name or code</th>
                <th scope="col">Agreement</th>
                <th scope="col">Measured</th>
                <th scope="col">Still missing</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {progress.map((row) => (
                <Row
                  key={row.participant.id}
                  group={group}
                  row={row}
                  onAsk={(what) => setAsking({ what, id: row.participant.id })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {asked && asking?.what === 'invite' && (
        <InviteDialog group={group} participant={asked.participant} onClose={close} />
      )}
      {asked && asking?.what === 'withdraw' && (
        <ConfirmDelete
          title={`Does ${asked.participant.code} withdraw?`}
          text={`${describeLoss(asked)} That they withdrew stays in the list, their link leads nowhere any more, and no import brings their photos back. You can take it back for a moment, not later.`}
          confirm="Withdraw and delete"
          onConfirm={() => withdrawFromGroup(asked.participant)}
          onClose={close}
        />
      )}
      {asked && asking?.what === 'remove' && (
        <ConfirmDelete
          title={`Remove ${asked.participant.code} from the list?`}
          text={`${describeLoss(asked)} You can take it back for a moment, not later.`}
          confirm="Remove"
          onConfirm={() => removeFromGroup(asked.participant)}
          onClose={close}
        />
      )}
    </>
  );
}

type RowProps = { group: GroupRow; row: Progress; onAsk: (what: Asking['what']) => void };

function Row({ group, row, onAsk }: RowProps) {
  const { participant, consent, measurements, frames, checks, lastAt, missing } = row;
  const { code } = participant;
  const withdrawn = consent === 'withdrawn';
  return (
    <tr data-testid="participant" data-code={code} data-consent={consent}>
      <th scope="row">{code}</th>
      <td>
        <Agreement row={row} />
      </td>
      <td>
        {frames === 0 ? '–' : formatCount(frames, 'photo')}
        {measurements > 1 && ` in ${measurements} measurements`}
        {lastAt !== undefined && <span class="soft small participants__date">{formatDate(lastAt)}</span>}
        {checks > 0 && (
          <span class="soft small participants__date">{formatCount(checks, 'accuracy check')}</span>
        )}
      </td>
      <td data-testid="missing">
        {isDone(row) ? <span class="participants__done">✓ Done</span> : withdrawn ? '–' : missing.join(', ')}
      </td>
      <td>
        <span class="participants__actions">
          {!withdrawn && group.origin === 'defined' && (
            <Button variant="quiet" label={`Invite ${code}`} onClick={() => onAsk('invite')}>
              Invite
            </Button>
          )}
          {!withdrawn && (
            <Button variant="quiet" label={`Withdraw ${code}…`} onClick={() => onAsk('withdraw')}>
              Withdraw…
            </Button>
          )}
          <Button variant="quiet" label={`Remove ${code}…`} onClick={() => onAsk('remove')}>
            Remove…
          </Button>
        </span>
      </td>
    </tr>
  );
}

function Agreement({ row: { participant, consent } }: { row: Progress }) {
  const { consent: given, withdrawnAt } = participant;
  switch (consent) {
    case 'missing':
      return <>Not yet</>;
    case 'withdrawn':
      return <DatedWords words="Withdrew" date={withdrawnAt!} />;
    case 'outdated':
      return <DatedWords words={`Version ${given!.version}, which no longer holds`} date={given!.agreedAt} />;
    case 'given':
      return <DatedWords words={`Version ${given!.version}`} date={given!.agreedAt} />;
  }
}

function DatedWords({ words, date }: { words: string; date: string }) {
  return (
    <>
      {words}
      <span class="soft small participants__date">{formatDate(date)}</span>
    </>
  );
}

function describeLoss(row: Progress): string {
  return row.frames + row.checks === 0
    ? 'There are no photos of them yet.'
    : `This deletes ${countData(row)} of them, and what Fovea knows of them.`;
}
