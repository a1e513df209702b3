// Where a run's data may be besides this computer, which nobody here can take back.
import type { OutboxRow, StudyRunRow } from '../../storage/studies.ts';

/** `here`: nowhere else. `perhaps`: a try to send it was broken off, so that some or all of it may have arrived. */
export type Whereabouts = 'here' | 'perhaps' | 'saved' | 'sent';

export function findWhereabouts(
  run: Pick<StudyRunRow, 'stage' | 'steps'>,
  outbox: Pick<OutboxRow, 'state' | 'handedOver' | 'resumeUrl'> | undefined,
): Whereabouts {
  if (run.stage === 'sent' || outbox?.state === 'sent') return 'sent';
  if (run.steps?.savedAt !== undefined) return 'saved';
  const begun = outbox?.state === 'sending' || outbox?.handedOver || outbox?.resumeUrl !== undefined;
  return begun ? 'perhaps' : 'here';
}

/** Of what cannot be taken back; null where nothing is elsewhere. */
export function describeElsewhere(whereabouts: Whereabouts): string | null {
  switch (whereabouts) {
    case 'here':
      return null;
    case 'perhaps':
      return 'Sending was broken off: some of it, or all, may have arrived. That cannot be fetched back';
    case 'saved':
      return 'What was already handed over cannot be fetched back';
    case 'sent':
      return 'What was already sent cannot be fetched back';
  }
}
