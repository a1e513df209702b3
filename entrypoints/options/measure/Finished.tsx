// After the last dot: what was stored, and what to do with it.
import { Button } from '../../../src/ui/Button.tsx';
import { database } from '../database.ts';
import { MeasurementItem } from '../people/MeasurementItem.tsx';
import { useLiveQuery } from '../use-live-query.ts';
import type { MeasuredParticipant } from './MeasureSection.tsx';

type Props = {
  measurementId: string;
  personName: string;
  participant?: MeasuredParticipant;
  onAgain: () => void;
};

export function Finished({ measurementId, personName, participant, onAgain }: Props) {
  const measurement = useLiveQuery(() => database.measurements.get(measurementId), [measurementId]);
  return (
    <section class="stack" data-testid="finished">
      <div class="section-head">
        <h1>Thank you, {personName}</h1>
        <p class="soft">
          The measurement is complete and stored on this computer.
          {participant
            ? ' Fovea gets to know you from it; you need not wait for that.'
            : ` ${personName} is now the person in use. A second one, on another day, in other light or with other glasses, says more than a longer one.`}
        </p>
      </div>
      {measurement.status === 'ready' && measurement.value && (
        <div class="card">
          <MeasurementItem measurement={measurement.value} personName={personName} />
        </div>
      )}
      <div class="row">
        {participant ? (
          <Button variant="primary" onClick={participant.onLeave}>
            Done
          </Button>
        ) : (
          <a class="button button--primary" href="#people">
            See all people
          </a>
        )}
        <Button onClick={onAgain}>Measure again</Button>
      </div>
    </section>
  );
}
