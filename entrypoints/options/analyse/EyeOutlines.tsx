// Draws the landmarks of both eyes as lids and irises.

/** In the photo's px. */
export type Point = { x: number; y: number };

/** Of an eye's width: what an iris is, about. */
const IRIS_RADIUS = 0.2;

/** @param props.points ten, in the order of `Prediction.landmarks` */
export function EyeOutlines({ points }: { points: readonly Point[] }) {
  return (
    <g class="eye-outlines">
      {[0, 5].map((first) => {
        const [iris, inner, outer, upper, lower] = points.slice(first, first + 5) as [
          Point,
          Point,
          Point,
          Point,
          Point,
        ];
        const radius = IRIS_RADIUS * Math.hypot(inner.x - outer.x, inner.y - outer.y);
        return (
          <g key={first}>
            <path
              d={`M${at(outer)}Q${bow(outer, upper, inner)} ${at(inner)}Q${bow(inner, lower, outer)} ${at(outer)}Z`}
            />
            <circle cx={iris.x} cy={iris.y} r={radius} />
            <circle class="eye-outlines__pupil" cx={iris.x} cy={iris.y} r={radius / 4} />
          </g>
        );
      })}
    </g>
  );
}

function at({ x, y }: Point): string {
  return `${x.toFixed(2)} ${y.toFixed(2)}`;
}

/** The control point of a quadratic curve whose middle is `through`: 2 through - (from + to) / 2. */
function bow(from: Point, through: Point, to: Point): string {
  return at({ x: 2 * through.x - (from.x + to.x) / 2, y: 2 * through.y - (from.y + to.y) / 2 });
}
