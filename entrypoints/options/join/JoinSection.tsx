// A participant's link: what they are asked, their agreement, and then the measurement.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { InvitationError, parseInvitation, type Invitation } from '../../../src/group/invitation.ts';
import { describeProgress, type Progress } from '../../../src/group/progress.ts';
import type { GroupRow } from '../../../src/storage/groups.ts';
import { JoinError, readJoinState } from '../../../src/storage/join-group.ts';
import { activePersonId } from '../../../src/storage/settings.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';
import { MeasureSection } from '../measure/MeasureSection.tsx';
import { useLiveQuery } from '../../../src/ui/use-live-query.ts';
import { AskConsent } from './AskConsent.tsx';
import { Joined } from './Joined.tsx';
import { PasteInvitation } from './PasteInvitation.tsx';
import './join.css';

/** @param props.detail What follows `#join/` in the link; empty where there is none yet. */
export function JoinSection({ detail }: { detail: string }) {
  const read = useMemo(() => readInvitation(detail), [detail]);
  if (detail === '') return <PasteInvitation />;
  return 'problem' in read ? (
    <PasteInvitation problem={read.problem} />
  ) : (
    <Join invitation={read.invitation} />
  );
}

function readInvitation(detail: string): { invitation: Invitation } | { problem: string } {
  try {
    return { invitation: parseInvitation(detail) };
  } catch (error) {
    if (error instanceof InvitationError) return { problem: error.message };
    throw error;
  }
}

type State = { agreed: false } | { agreed: true; group: GroupRow; progress: Progress } | { refused: string };

function Join({ invitation }: { invitation: Invitation }) {
  const [measuring, setMeasuring] = useState(false);
  const state = useLiveQuery(() => readState(invitation), [invitation]);
  const agreed = state.status === 'ready' && 'agreed' in state.value && state.value.agreed;
  const { personId, code } = invitation.participant;
  useEffect(() => {
    if (agreed) void activePersonId.setValue(personId);
  }, [agreed, personId]);
  // Whatever changes meanwhile, in another tab, a measurement that was begun goes on.
  if (measuring) {
    return (
      <MeasureSection
        startWith={personId}
        participant={{
          personId,
          code,
          targetCount: invitation.targetCount,
          onLeave: () => setMeasuring(false),
        }}
      />
    );
  }
  if (state.status === 'loading') return <h1>{invitation.title}</h1>;
  if (state.status === 'failed') {
    return <Notice kind="problem">Fovea’s database cannot be read: {state.message}</Notice>;
  }
  if ('refused' in state.value) return <PasteInvitation problem={state.value.refused} />;
  if (!state.value.agreed) return <AskConsent invitation={invitation} />;
  return (
    <Joined
      invitation={invitation}
      group={state.value.group}
      progress={state.value.progress}
      onMeasure={() => setMeasuring(true)}
    />
  );
}

async function readState(invitation: Invitation): Promise<State> {
  try {
    const { agreed } = await readJoinState(database, invitation);
    if (!agreed) return { agreed: false };
    const group = await database.groups.get(invitation.groupId);
    const { personId } = agreed;
    const rows = await database.measurements.where('personId').equals(personId).toArray();
    const checks = await database.validations.where('personId').equals(personId).count();
    return group
      ? { agreed: true, group, progress: describeProgress(group, agreed, rows, checks) }
      : { agreed: false };
  } catch (error) {
    if (error instanceof JoinError) return { refused: error.message };
    throw error;
  }
}
