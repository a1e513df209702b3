// The photo with the eyes that were found in it, and the eyes once more, larger.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Picture } from '../../../src/camera/cut-view.ts';
import { getSquareCrop } from '../../../src/camera/square-crop.ts';
import { EyeOutlines, type Point } from './EyeOutlines.tsx';
import type { Photo } from './use-photo.ts';

/** The close-up's width in distances between the irises, and its width / height. */
const CLOSE_UP_WIDTH = 2.1;
const CLOSE_UP_ASPECT = 3;

/** A part of the photo, px. */
type Area = { x: number; y: number; width: number; height: number };

/** @param props.landmarks as in `Prediction`, fractions of the central square; null where there are none */
export function PhotoEyes({ photo, landmarks }: { photo: Photo; landmarks: Float32Array | null }) {
  const { picture, fileName } = photo;
  const { widthPx, heightPx } = picture;
  const square = getSquareCrop(widthPx, heightPx);
  const points = landmarks && toPoints(landmarks, square);
  const whole = { x: 0, y: 0, width: widthPx, height: heightPx };
  return (
    <div class="stack stack--tight">
      <Cutout
        picture={picture}
        area={whole}
        label={`The photo ${fileName}${points ? ' with the eyes that were found' : ''}`}
      >
        <path
          class="photo-eyes__outside"
          fill-rule="evenodd"
          d={`M0 0H${widthPx}V${heightPx}H0ZM${square.x} ${square.y}h${square.side}v${square.side}h${-square.side}Z`}
        />
        {points && <EyeOutlines points={points} />}
      </Cutout>
      {points && (
        <Cutout picture={picture} area={planCloseUp(points)} label="The eyes that were found, larger">
          <EyeOutlines points={points} />
        </Cutout>
      )}
    </div>
  );
}

type CutoutProps = { picture: Picture; area: Area; label: string; children: ComponentChildren };

/** A part of the picture with drawings over it, both in the photo's px. */
function Cutout({ picture, area, label, children }: CutoutProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { x, y, width, height } = area;
  useEffect(() => {
    if (!canvas.current) return;
    canvas.current.width = Math.round(width);
    canvas.current.height = Math.round(height);
    const image = new ImageData(Uint8ClampedArray.from(picture.rgba), picture.widthPx, picture.heightPx);
    canvas.current.getContext('2d')?.putImageData(image, -Math.round(x), -Math.round(y));
  }, [picture, x, y, width, height]);
  return (
    <div class="photo-eyes" role="img" aria-label={label} style={{ aspectRatio: `${width} / ${height}` }}>
      <canvas ref={canvas} />
      <svg viewBox={`${x} ${y} ${width} ${height}`} aria-hidden="true">
        {children}
      </svg>
    </div>
  );
}

function toPoints(landmarks: Float32Array, { x, y, side }: { x: number; y: number; side: number }): Point[] {
  return Array.from({ length: landmarks.length / 2 }, (_, i) => ({
    x: x + side * landmarks[2 * i]!,
    y: y + side * landmarks[2 * i + 1]!,
  }));
}

function planCloseUp(points: readonly Point[]): Area {
  const [right, left] = [points[0]!, points[5]!];
  const width = CLOSE_UP_WIDTH * Math.max(8, Math.hypot(left.x - right.x, left.y - right.y));
  const height = width / CLOSE_UP_ASPECT;
  return { x: (left.x + right.x - width) / 2, y: (left.y + right.y - height) / 2, width, height };
}
