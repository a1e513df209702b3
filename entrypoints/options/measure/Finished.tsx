// After the last dot: what was stored, what it covers, and what to do with it.
import { isCounted } from '../../../src/measurement/coverage.ts';
import type { MeasurementRow } from '../../../src/storage/database.ts';
import { readFrames } from '../../../src/storage/measurements.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { CoverageMap } from '../../../src/ui/measure/CoverageMap.tsx';
import { database } from '../../../src/ui/page-database.ts';
import { useFocusOnMount } from '../../../src/ui/use-focus-on-mount.ts';
import { useLiveQuery } from '../../../src/ui/use-live-query.ts';
import { MeasurementItem } from '../people/MeasurementItem.tsx';
import type { MeasuredParticipant } from './MeasureSection.tsx';

type Props = {
  measurementId: string;
  personName: string;
  participant?: MeasuredParticipant;
  onAgain: () => void;
  /** Some of its targets again, from 0. */
  onRetake: (measurement: MeasurementRow, targets: readonly number[]) => void;
};

export function Finished({ measurementId, personName, participant, onAgain, onRetake }: Props) {
  const heading = useFocusOnMount();
  const query = useLiveQuery(() => database.measurements.get(measurementId), [measurementId]);
  const frames = useLiveQuery(() => readFrames(database, measurementId), [measurementId]);
  const measurement = query.status === 'ready' ? query.value : undefined;
  const stored = frames.status === 'ready' ? frames.value : [];
  const missed = stored.filter((frame) => !isCounted(frame)).map(({ target, index }) => target ?? index);
  return (
    <section class="stack" data-testid="finished">
      <div class="section-head">
        <h1 ref={heading} tabIndex={-1}>
          Thank you, {personName}
        </h1>
        <p class="soft">
          The measurement is complete and stored on this computer.
          {participant
            ? ' Fovea gets to know you from it; you need not wait for that.'
            : ` ${personName} is now the person in use. Another one in this sitting adds to it. In other light, in another place or on another day, take a new one.`}
        </p>
      </div>
      {measurement && stored.length > 0 && (
        <div class="card coverage-card">
          <CoverageMap
            frames={stored}
            aspect={measurement.screen.widthPx / measurement.screen.heightPx}
            heightPx={150}
            caption
          />
          <div class="stack stack--tight" role="status">
            {stored.every(({ eyesSeen }) => eyesSeen) && (
              <p>Every photo counts: your eyes were seen in all of them.</p>
            )}
            {missed.length > 0 && (
              <>
                <p>
                  I could not see your eyes in {missed.length} of the photos (✕). Blinks and glances do that.
                  The others count without them, too.
                </p>
                <div>
                  <Button variant="primary" onClick={() => onRetake(measurement, missed)}>
                    {missed.length === 1 ? 'Take that one again' : `Take those ${missed.length} again`}
                  </Button>
                </div>
              </>
            )}
          </div>
        </div>
      )}
      {measurement && (
        <div class="card">
          <MeasurementItem measurement={measurement} personName={personName} heading="h2" />
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
