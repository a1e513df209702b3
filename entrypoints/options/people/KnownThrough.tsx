// What Fovea knows of a person, by camera, origin and date, and the button that forgets it.
import { useState } from 'preact/hooks';
import { findLearnedFrom } from '../../../src/measurement/learned-from.ts';
import { sendMessage } from '../../../src/messaging/protocol.ts';
import { describeScreen, nameCamera } from '../../../src/screen/device-words.ts';
import type { MeasurementRow } from '../../../src/storage/database.ts';
import { toMeasuredScreen } from '../../../src/storage/known-devices.ts';
import type { KnownThrough as Known, PersonSummary } from '../../../src/storage/people.ts';
import { deletePersonMemory } from '../../../src/storage/person-memory.ts';
import { refuseFullDisk } from '../../../src/storage/room.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { formatDate } from '../../../src/ui/format-date.ts';
import { formatCount } from '../../../src/ui/format-size.ts';
import { cancelLearning } from '../../../src/ui/measure/learning.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';
import { rememberDeletion } from '../../../src/ui/remember-deletion.ts';
import './known-through.css';

/** Nothing where Fovea knows nothing of the person. */
export function KnownThrough({ person }: { person: PersonSummary }) {
  const [problem, setProblem] = useState('');
  const { name, known, measurements } = person;
  const forget = async (): Promise<void> => {
    setProblem('');
    try {
      await forgetPerson(person);
    } catch (error) {
      setProblem(explainStorageError(error));
    }
  };
  if (known.length === 0) return null;
  return (
    <section class="known" aria-label={`What Fovea knows of ${name}`} data-testid="known">
      <div class="row row--apart known__row">
        <div>
          <h3>Fovea knows {name}</h3>
          <ul class="plain-list soft small numbers">
            {known.map((memory) => (
              <li key={`${memory.from} ${memory.camera}`}>{describe(memory, measurements)}</li>
            ))}
          </ul>
        </div>
        <Button variant="quiet" label={`Forget what Fovea knows of ${name}`} onClick={() => void forget()}>
          Forget what Fovea knows
        </Button>
      </div>
      {problem !== '' && <Notice kind="problem">{problem}</Notice>}
    </section>
  );
}

/** `From 93 photos of a measurement that ended 3 Mar 2026, through FaceTime HD Camera, on a 1920 × 1080 screen` */
function describe(memory: Known, measurements: readonly MeasurementRow[]): string {
  const { camera, from, createdAt, since, frames } = memory;
  const measured = since === undefined ? 'a measurement that' : 'measurements, the last of which';
  const what =
    from === 'measurement'
      ? `From ${formatCount(frames, 'photo')} of ${measured} ended`
      : `From ${formatCount(frames, 'frame')} of tracking, last saved`;
  const measurement = findLearnedFrom(memory, measurements);
  const where = measurement ? `, on a ${describeScreen(toMeasuredScreen(measurement))}` : '';
  return `${what} ${formatDate(createdAt)}, through ${nameCamera(camera)}${where}`;
}

async function forgetPerson({ id, name }: PersonSummary): Promise<void> {
  await refuseFullDisk();
  // First what would save it again: this page and the tracker.
  cancelLearning(id);
  await sendMessage('forgetLearned', { personId: id });
  rememberDeletion(`what Fovea knew of ${name}`, await deletePersonMemory(database, id));
}
