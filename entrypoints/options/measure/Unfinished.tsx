// Measurements that were stopped, or cut off by a crash, and can be gone on with.
import { useState } from 'preact/hooks';
import type { MeasurementRow } from '../../../src/storage/database.ts';
import { deleteMeasurement, type PersonSummary } from '../../../src/storage/people.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { formatDate } from '../../../src/ui/format-date.ts';
import { returnToScreen } from '../../../src/ui/measure/return-to-screen.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';
import { rememberDeletion } from '../../../src/ui/remember-deletion.ts';

type Props = {
  people: readonly PersonSummary[];
  cameraReady: boolean;
  onResume: (measurement: MeasurementRow, personName: string) => void;
};

export function Unfinished({ people, cameraReady, onResume }: Props) {
  const [problem, setProblem] = useState('');
  const unfinished = people.flatMap(({ name, measurements }) =>
    measurements.filter(({ status }) => status === 'running').map((measurement) => ({ measurement, name })),
  );

  const resume = async (measurement: MeasurementRow, name: string): Promise<void> => {
    await returnToScreen(measurement);
    onResume(measurement, name);
  };
  const remove = async ({ id, createdAt }: MeasurementRow, name: string): Promise<void> => {
    try {
      rememberDeletion(
        `${name}’s measurement of ${formatDate(createdAt)}`,
        await deleteMeasurement(database, id),
      );
    } catch (error) {
      setProblem(explainStorageError(error));
    }
  };

  return (
    <>
      {problem !== '' && <Notice kind="problem">{problem}</Notice>}
      {unfinished.map(({ measurement, name }) => (
        <Notice kind="hint" key={measurement.id}>
          <div class="row row--apart" data-testid="unfinished">
            <p>
              <strong>{name}</strong>’s measurement of {formatDate(measurement.createdAt)} is not finished:{' '}
              {measurement.frameCount} of {measurement.targets?.count} targets.
            </p>
            <div class="row">
              <Button disabled={!cameraReady} onClick={() => void resume(measurement, name)}>
                Resume
              </Button>
              <Button variant="quiet" onClick={() => void remove(measurement, name)}>
                Discard
              </Button>
            </div>
          </div>
        </Notice>
      ))}
    </>
  );
}
