// The code that a participant is known by in the data.
import type { StudyRunRow } from '../../../src/storage/studies.ts';

export function ParticipantCode({ run }: { run: StudyRunRow }) {
  return (
    <p class="participant-code" data-testid="participant-code">
      {run.record.participant}
    </p>
  );
}
