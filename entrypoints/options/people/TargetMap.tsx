// A small picture of the screen with a dot for each target that was looked at.
import type { FrameRow } from '../../../src/storage/database.ts';

const HEIGHT = 48;

/** @param props.aspect Screen width / height. */
export function TargetMap({ frames, aspect }: { frames: readonly FrameRow[]; aspect: number }) {
  const width = HEIGHT * Math.min(3, Math.max(0.4, aspect));
  return (
    <svg
      class="target-map"
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={`Where the ${frames.length} targets were on the screen`}
    >
      {frames.map(({ id, x, y }) => (
        <circle key={id} cx={x * width} cy={y * HEIGHT} r="1.4" />
      ))}
    </svg>
  );
}
