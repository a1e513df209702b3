// What is known of the screen: its physical size and how far away the person sits, with the form that changes it.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { deleteScreen, writeScreen } from '../../../src/storage/screens.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { rememberUndo } from '../../../src/ui/deletions.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';
import type { ThisScreen } from '../../../src/ui/use-this-screen.ts';
import { findDiagonalInches } from '../../../src/validation/physical-screen.ts';
import { ScreenSizeForm } from './ScreenSizeForm.tsx';

export function ScreenSize({ screen }: { screen: ThisScreen }) {
  const [changing, setChanging] = useState(false);
  const buttons = useRef<HTMLDivElement>(null);
  const changed = useRef(false);
  // The form had the focus; it goes back to where it came from.
  useLayoutEffect(() => {
    if (changed.current && !changing) buttons.current?.querySelector('button')?.focus();
    changed.current = changing;
  }, [changing]);
  const [problem, setProblem] = useState('');
  const { known, widthPx, heightPx } = screen;
  const forget = async (): Promise<void> => {
    setProblem('');
    try {
      await deleteScreen(database, screen.id);
      if (known) rememberUndo('size and distance of this screen', () => writeScreen(database, known));
    } catch (error) {
      setProblem(explainStorageError(error));
    }
  };
  return (
    <section class="card stack" aria-label="This screen" data-testid="screen-size" data-screen={screen.id}>
      <div class="row row--apart">
        <div>
          <h2>This screen</h2>
          <p class="numbers" data-testid="screen-facts">
            {widthPx} × {heightPx} pixels · {describeSize(screen)} ·{' '}
            {known?.distanceCm === undefined ? 'distance not known' : `${known.distanceCm} cm away`}
          </p>
          <p class="soft small">
            With its size results are in cm too, and with your distance in degrees, which can be compared with
            other eye trackers.
          </p>
        </div>
        {!changing && (
          <div class="row" ref={buttons}>
            <Button onClick={() => setChanging(true)}>{known ? 'Change' : 'Set size and distance'}</Button>
            {known && (
              <Button variant="quiet" onClick={() => void forget()}>
                Forget
              </Button>
            )}
          </div>
        )}
      </div>
      {problem !== '' && <Notice kind="problem">{problem}</Notice>}
      {changing && <ScreenSizeForm key={screen.id} screen={screen} onClose={() => setChanging(false)} />}
    </section>
  );
}

function describeSize({ known }: ThisScreen): string {
  if (known?.widthCm === undefined || known.heightCm === undefined) return 'size not known';
  const size = { widthCm: known.widthCm, heightCm: known.heightCm };
  return `${size.widthCm.toFixed(1)} × ${size.heightCm.toFixed(1)} cm (${findDiagonalInches(size).toFixed(1)}″)`;
}
