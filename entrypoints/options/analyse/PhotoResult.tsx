// What Fovea makes of a photo: the eyes it found, and where on the screen they look.
import type { Prediction } from '../../../src/model/prediction.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { describePlace } from './describe-place.ts';
import { PhotoBasis } from './PhotoBasis.tsx';
import { PhotoEyes } from './PhotoEyes.tsx';
import type { PhotoReading } from './read-photo-file.ts';
import { ScreenDrawing } from './ScreenDrawing.tsx';
import type { Photo } from './use-photo.ts';

type Props = { photo: Photo; reading: PhotoReading; person: { id: string; name: string } | null };

export function PhotoResult({ photo, reading, person }: Props) {
  const { prediction, basis } = reading;
  return (
    <div class="photo-result">
      <PhotoEyes photo={photo} landmarks={prediction?.landmarks ?? null} />
      <div class="stack photo-result__text">
        {prediction ? (
          <>
            <Gaze prediction={prediction} />
            <PhotoBasis basis={basis} person={person} />
          </>
        ) : (
          <Notice kind="hint">
            <p>
              <strong>No open eyes were found</strong> in {photo.fileName}. Only the square in the middle of
              the photo is looked at: the face should be well inside it, turned to the camera, and lit from
              the front.
            </p>
          </Notice>
        )}
      </div>
    </div>
  );
}

function Gaze({ prediction }: { prediction: Prediction }) {
  const { xScreen, yScreen } = prediction;
  return (
    <div class="stack stack--tight" role="status">
      <ScreenDrawing prediction={prediction} />
      <p data-testid="photo-gaze" data-x={xScreen} data-y={yScreen}>
        <strong>Looks at {describePlace(prediction)}</strong>
        <span class="soft numbers">
          {' '}
          · {formatPercent(xScreen)} from the left, {formatPercent(yScreen)} from the top
        </span>
      </p>
      <p class="soft small">The ring is how far off the network thinks that it may be.</p>
    </div>
  );
}

function formatPercent(fraction: number): string {
  return `${Math.round(100 * fraction)} %`;
}
