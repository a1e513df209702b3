// Whoever goes on much later sits differently: what was learned of them does not hold any more.
import { canMeasureAgain } from '../../../src/study/run/run-machine.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import type { RunView } from './run-view.ts';

/** @param props.isLate The measurement is of another sitting. */
export function MeasureAgain({ view: { run, act }, isLate }: { view: RunView; isLate: boolean }) {
  if (!isLate || !canMeasureAgain(run)) return null;
  return (
    <Notice kind="hint">
      <p data-testid="late">
        <strong>Some time has gone by since the dots.</strong> You sit differently now, and the light has
        changed: take them once more, so that Fovea sees where you look. Then you go on right here.
      </p>
      <div>
        <Button variant="primary" onClick={() => act({ type: 'measure-again' })}>
          Take the dots again
        </Button>
      </div>
    </Notice>
  );
}
