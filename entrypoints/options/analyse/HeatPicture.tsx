// The recording's heatmap over an empty screen, and the button that saves it.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { GazeSample } from '../../../src/gaze/gaze-sample.ts';
import { accumulateScreen, paintScreenHeat, shapeScreen } from '../../../src/recording/screen-heat.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { saveFile } from '../../../src/ui/save-file.ts';
import { getScreenAspect } from './screen-aspect.ts';

/** Dark, whatever the page's colours: the hottest colour is nearly white. */
const SCREEN_COLOUR = '#10171d';

type Props = { samples: readonly GazeSample[]; baseName: string };

export function HeatPicture({ samples, baseName }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    if (!canvas.current) return;
    const screen = shapeScreen(getScreenAspect());
    paintScreenHeat(canvas.current, accumulateScreen(samples, screen), screen, SCREEN_COLOUR);
  }, [samples]);

  const save = async (): Promise<void> => {
    const png = await new Promise<Blob | null>((resolve) => canvas.current?.toBlob(resolve, 'image/png'));
    setProblem(png ? '' : 'The browser could not make a picture of it.');
    if (png) saveFile(`${baseName} heatmap.png`, png);
  };
  return (
    <figure class="analysis-figure">
      <figcaption class="row row--apart">
        <div>
          <h3>Heatmap</h3>
          <p class="soft small">
            Where the gaze dwelt on the screen, drawn in the shape of this computer’s screen.
          </p>
        </div>
        <Button onClick={() => void save()}>Save PNG</Button>
      </figcaption>
      {problem !== '' && <p role="alert">{problem}</p>}
      <canvas
        ref={canvas}
        class="heat-picture"
        role="img"
        aria-label="Heatmap of the gaze over an empty screen"
        data-testid="heatmap"
      />
    </figure>
  );
}
