// How learning from a measurement's photos goes, and the button that starts it where it did not happen.
import { isKnown } from '../../../src/measurement/same-sitting.ts';
import type { MeasurementRow } from '../../../src/storage/database.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { formatCount } from '../../../src/ui/format-size.ts';
import { cancelLearning, startLearning, useLearning } from '../../../src/ui/measure/learning.ts';
import { Meter } from '../../../src/ui/Meter.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';
import { useLiveQuery } from '../../../src/ui/use-live-query.ts';
import './learning-report.css';

type Props = {
  measurement: MeasurementRow;
  /** ISO 8601. */
  endedAt: string;
  /** Whether tracking would start from it now: else there is nothing to begin or to tell. */
  usable: boolean;
};

export function LearningReport({ measurement, endedAt, usable }: Props) {
  const learning = useLearning(measurement.id);
  const start = (): void => void startLearning(measurement);
  if (!learning) {
    return usable ? <Stored measurement={measurement} endedAt={endedAt} onStart={start} /> : null;
  }
  switch (learning.status) {
    case 'learning':
      return (
        <div class="learning stack stack--tight" data-testid="learning" data-status="learning">
          <span class="row row--apart small">
            <strong>Fovea is learning from your photos</strong>
            <span class="numbers">
              {learning.read} of {learning.total}
            </span>
          </span>
          <Meter value={learning.read / learning.total} label="Learning from your photos" />
          <div class="row row--apart">
            <span class="soft small">Tracking then starts from them. Keep this tab open meanwhile.</span>
            <Button variant="quiet" onClick={() => cancelLearning()}>
              Cancel
            </Button>
          </div>
        </div>
      );
    case 'learned':
      if (!usable) return null;
      return (
        <LearnedFrom
          photos={learning.photos}
          of={
            learning.measurements > 1 ? ` of the ${learning.measurements} measurements of this sitting` : ''
          }
        />
      );
    case 'failed':
      return (
        <Notice kind="problem">
          <div class="stack stack--tight" data-testid="learning" data-status="failed">
            <p>
              Fovea could not learn from the photos: {learning.message} The measurement itself is stored as it
              was.
            </p>
            <div>
              <Button onClick={start}>Try again</Button>
            </div>
          </div>
        </Notice>
      );
  }
}

/** Of a measurement that this page has not learned from since it was opened; what was learned before is stored. */
function Stored({ measurement, endedAt, onStart }: Omit<Props, 'usable'> & { onStart: () => void }) {
  const { personId, camera } = measurement;
  const label = camera.label ?? '';
  const query = useLiveQuery(
    async () => (await database.memories.get([personId, label, 'measurement'])) ?? null,
    [personId, label],
  );
  if (query.status !== 'ready') return null;
  const known = query.value;
  if (known && isKnown({ endedAt }, known)) {
    const of = known.since === undefined ? '' : ' of the measurements of this sitting';
    return <LearnedFrom photos={known.frames} of={of} />;
  }
  return (
    <div class="learning row">
      <Button onClick={onStart}>Use for tracking</Button>
      <span class="soft small">Fovea learns from the photos where you look, for this sitting.</span>
    </div>
  );
}

function LearnedFrom({ photos, of }: { photos: number; of: string }) {
  return (
    <p class="learning small" role="status" data-testid="learning" data-status="learned">
      <strong>
        Fovea learned from {formatCount(photos, 'photo')}
        {of}.
      </strong>{' '}
      Tracking starts from them for half an hour, or until the light on your face changes.
    </p>
  );
}
