// One measurement in the list: photos, where the targets were, size, and what can be done with it.
import { useState } from 'preact/hooks';
import { exportMeasurement } from '../../../src/measurement/export.ts';
import { findEnd, isOfThisSitting } from '../../../src/measurement/measurement-end.ts';
import { describeScreen, nameCamera } from '../../../src/screen/device-words.ts';
import type { MeasurementRow } from '../../../src/storage/database.ts';
import { toMeasuredScreen } from '../../../src/storage/known-devices.ts';
import { readFrames } from '../../../src/storage/measurements.ts';
import { deleteMeasurement } from '../../../src/storage/people.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { formatDate } from '../../../src/ui/format-date.ts';
import { formatCount, formatSize } from '../../../src/ui/format-size.ts';
import { CoverageMap } from '../../../src/ui/measure/CoverageMap.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';
import { rememberDeletion } from '../../../src/ui/remember-deletion.ts';
import { saveFile } from '../../../src/ui/save-file.ts';
import { useLiveQuery } from '../../../src/ui/use-live-query.ts';
import { LearningReport } from '../measure/LearningReport.tsx';
import { ConfirmDelete } from './ConfirmDelete.tsx';
import { ScreenFit } from './ScreenFit.tsx';
import { Thumbnails } from './Thumbnails.tsx';

type Props = {
  measurement: MeasurementRow;
  personName: string;
  /** One below the heading that it is under. */
  heading?: 'h2' | 'h3';
};

export function MeasurementItem({ measurement, personName, heading: Heading = 'h3' }: Props) {
  const { id, createdAt, frameCount, status, screen, targets } = measurement;
  const frames = useLiveQuery(() => readFrames(database, id), [id]);
  const [confirming, setConfirming] = useState(false);
  const [problem, setProblem] = useState('');
  const date = formatDate(createdAt);
  const stored = frames.status === 'ready' ? frames.value : [];
  const endedAt = findEnd(measurement, stored);
  const usable = stored.length > 0 && isOfThisSitting(endedAt);

  const save = async (): Promise<void> => {
    setProblem('');
    try {
      const file = await exportMeasurement(database, id);
      saveFile(file.name, file.content);
    } catch (error) {
      setProblem(explainStorageError(error));
    }
  };
  const remove = async (): Promise<void> => {
    const deleted = await deleteMeasurement(database, id);
    rememberDeletion(`${personName}’s measurement of ${date}`, deleted);
  };

  return (
    <article class="measurement" aria-label={`Measurement of ${date}`} data-testid="measurement" data-id={id}>
      <Thumbnails frames={stored} />
      <CoverageMap frames={stored} aspect={screen.widthPx / screen.heightPx} />
      <div class="measurement__text">
        <Heading class="measurement__date">{date}</Heading>
        <p class="soft small numbers" data-testid="devices">
          {describeDevices(measurement)}
        </p>
        <ScreenFit screen={toMeasuredScreen(measurement)} />
        <p class="soft small numbers">{describe(measurement)}</p>
        {status === 'running' && (
          <p class="small measurement__running">
            {frameCount} of {targets?.count ?? frameCount} targets taken
          </p>
        )}
      </div>
      <div class="row">
        {status === 'running' && (
          <a class="button" href={`#measure/${encodeURIComponent(measurement.personId)}`}>
            Resume
          </a>
        )}
        <Button
          variant="quiet"
          disabled={frameCount === 0}
          label={`Export the measurement of ${date}`}
          onClick={() => void save()}
        >
          Export
        </Button>
        <Button
          variant="quiet"
          label={`Delete the measurement of ${date}`}
          onClick={() => setConfirming(true)}
        >
          Delete
        </Button>
      </div>
      {status === 'complete' && (
        <LearningReport measurement={measurement} endedAt={endedAt} usable={usable} />
      )}
      {problem !== '' && <Notice kind="problem">{problem}</Notice>}
      {confirming && (
        <ConfirmDelete
          title="Delete this measurement?"
          text={`It is ${personName}’s of ${date}, with ${formatCount(frameCount, 'photo')}. You can take it back for a moment, not later.`}
          onClose={() => setConfirming(false)}
          onConfirm={remove}
        />
      )}
    </article>
  );
}

/** `1920 × 1080 screen, FaceTime HD Camera` */
function describeDevices(measurement: MeasurementRow): string {
  return `${describeScreen(toMeasuredScreen(measurement))}, ${nameCamera(measurement.camera.label)}`;
}

function describe({ frameCount, bytes, synthetic }: MeasurementRow): string {
  return [
    formatCount(frameCount, 'photo'),
    formatSize(bytes),
    ...(synthetic ? ['rendered person'] : []),
  ].join(' · ');
}
