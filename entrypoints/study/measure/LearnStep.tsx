// After the dots: Fovea learns from the photos; then the study goes on by itself.
import { useEffect, useRef } from 'preact/hooks';
import type { MeasurementRow } from '../../../src/storage/database.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { startLearning, useLearning } from '../../../src/ui/measure/learning.ts';
import { Meter } from '../../../src/ui/Meter.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { useFocusOnMount } from '../../../src/ui/use-focus-on-mount.ts';

type Props = {
  measurement: MeasurementRow;
  onLearned: () => Promise<unknown>;
  /** Another measurement in its place. */
  onAgain: () => void;
};

export function LearnStep({ measurement, onLearned, onAgain }: Props) {
  const heading = useFocusOnMount();
  const learning = useLearning(measurement.id);
  const told = useRef(false);
  useEffect(() => void startLearning(measurement), [measurement.id]);
  useEffect(() => {
    if (learning?.status !== 'learned' || told.current) return;
    told.current = true;
    void onLearned();
  }, [learning?.status]);
  return (
    <section class="card stack" data-testid="finished" data-status={learning?.status}>
      <h1 ref={heading} tabIndex={-1}>
        Thank you, all dots are taken
      </h1>
      {learning?.status === 'failed' ? (
        <>
          <Notice kind="problem">Fovea could not learn from the photos: {learning.message}</Notice>
          <div class="row">
            <Button variant="primary" onClick={onAgain}>
              Take the dots again
            </Button>
            <Button onClick={() => void startLearning(measurement)}>Try once more with these</Button>
          </div>
        </>
      ) : (
        <>
          <p class="soft">Fovea is learning from the photos where you look. It goes on by itself.</p>
          <Meter
            value={learning?.status === 'learning' && learning.total > 0 ? learning.read / learning.total : 0}
            label="Learning from the photos"
          />
        </>
      )}
    </section>
  );
}
