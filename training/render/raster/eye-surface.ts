/** Where rays meet an eye: sclera, cornea, and through the cornea the iris plane. */
import { AQUEOUS_INDEX, type EyeAnatomy } from '../scene/eye-anatomy.ts';
import { add, cross, dot, normalize, scale, subtract, type Vec3 } from '../vector.ts';

/** Heights over the eye's centre, cm along the head's up axis, of a lid's edge at the abscissae of `lidAbscissa`. */
export type LidCurve = Float32Array;

/** An eye as it stands in a frame, camera axes, cm. */
export interface PosedEye {
  readonly anatomy: EyeAnatomy;
  readonly centre: Vec3;
  readonly opticalAxis: Vec3;
  /** The head's axes: towards the person's left, up, out of the face. */
  readonly headLeft: Vec3;
  readonly headUp: Vec3;
  readonly headForward: Vec3;
  readonly upperLid: LidCurve;
  readonly lowerLid: LidCurve;
  /** The inner corner's flesh. */
  readonly caruncle: Vec3;
  readonly pupilRadius: number;
  /** The lit screen: its corner and edges in camera axes, for the glint. */
  readonly screenCorner: Vec3;
  readonly screenRight: Vec3;
  readonly screenDown: Vec3;
}

const LID_SAMPLES = 33;
const LID_REACH_CM = 1.6;

/** Distance towards the person's left of entry `i` of a lid curve from the eye's centre, cm. */
export const lidAbscissa = (i: number): number => ((2 * i) / (LID_SAMPLES - 1) - 1) * LID_REACH_CM;

/**
 * A lid's edge as heights over the eye's centre.
 * @param points along the edge, [towards the person's left, up] from the eye's centre in cm, in either order
 */
export function lidCurve(points: readonly (readonly [number, number])[]): LidCurve {
  const sorted = [...points].sort((a, b) => a[0] - b[0]);
  const curve = new Float32Array(LID_SAMPLES);
  let k = 0;
  for (let i = 0; i < LID_SAMPLES; i++) {
    const x = lidAbscissa(i);
    while (k < sorted.length - 2 && sorted[k + 1]![0] < x) k++;
    const [a, b] = [sorted[k]!, sorted[k + 1] ?? sorted[k]!];
    const t = b[0] > a[0] ? Math.min(1, Math.max(0, (x - a[0]) / (b[0] - a[0]))) : 0;
    curve[i] = a[1] + (b[1] - a[1]) * t;
  }
  return curve;
}

/** Height of a lid's edge at a distance towards the person's left. */
export function lidHeight(curve: LidCurve, x: number): number {
  const at = Math.min(LID_SAMPLES - 1.001, Math.max(0, (x / LID_REACH_CM + 1) * 0.5 * (LID_SAMPLES - 1)));
  const i = Math.floor(at);
  return curve[i]! + (curve[i + 1]! - curve[i]!) * (at - i);
}

/** Centre of the cornea's sphere. */
export const corneaCentre = ({ anatomy, centre, opticalAxis }: PosedEye): Vec3 =>
  add(centre, scale(opticalAxis, anatomy.corneaLever));

/** Distance along a unit ray from the origin to a sphere's front, or -1. */
export function meetSphere(ray: Vec3, centre: Vec3, radius: number): number {
  const b = dot(ray, centre);
  const c = dot(centre, centre) - radius * radius;
  const discriminant = b * b - c;
  return discriminant < 0 ? -1 : b - Math.sqrt(discriminant);
}

/** Distance along a unit ray to the eye's surface, or -1; whether that is the cornea. */
export function meetEye(eye: PosedEye, cornea: Vec3, ray: Vec3): { distance: number; corneal: boolean } {
  const { anatomy, centre, opticalAxis } = eye;
  const onCornea = meetSphere(ray, cornea, anatomy.corneaRadius);
  // The cornea is the part of its sphere before the plane of the limbus.
  const corneal =
    onCornea > 0 && dot(subtract(scale(ray, onCornea), centre), opticalAxis) >= anatomy.irisLever;
  return { distance: corneal ? onCornea : meetSphere(ray, centre, anatomy.scleraRadius), corneal };
}

/** Direction of a unit ray inside the eye after it meets the cornea (Snell's law); `normal` points outwards. */
export function refract(ray: Vec3, normal: Vec3): Vec3 {
  const ratio = 1 / AQUEOUS_INDEX;
  const cos = -dot(ray, normal);
  const bend = ratio * cos - Math.sqrt(Math.max(0, 1 - ratio * ratio * (1 - cos * cos)));
  return add(scale(ray, ratio), scale(normal, bend));
}

/** Where a ray that meets the cornea at `point` reaches the iris plane, relative to the eye's centre. */
export function reachIris(eye: PosedEye, ray: Vec3, point: Vec3, normal: Vec3): Vec3 {
  const { anatomy, centre, opticalAxis } = eye;
  const inside = refract(ray, normal);
  const from = subtract(point, centre);
  const travel = (anatomy.irisLever - dot(from, opticalAxis)) / Math.min(-0.05, dot(inside, opticalAxis));
  return add(from, scale(inside, travel));
}

/** Iris axes: any right-handed pair across the optical axis, the second one up. */
export function irisAxes(eye: PosedEye): readonly [Vec3, Vec3] {
  const across = normalize(cross(eye.headUp, eye.opticalAxis));
  return [across, cross(eye.opticalAxis, across)];
}

/** Points of a circle about the optical axis in the iris plane, camera axes. */
export function irisCircle(eye: PosedEye, radius: number, count: number): Vec3[] {
  const [across, along] = irisAxes(eye);
  const hub = add(eye.centre, scale(eye.opticalAxis, eye.anatomy.irisLever));
  return Array.from({ length: count }, (_, k) => {
    const angle = (2 * Math.PI * k) / count;
    return add(hub, add(scale(across, radius * Math.cos(angle)), scale(along, radius * Math.sin(angle))));
  });
}

/**
 * Where on the cornea the camera sees a point of the iris plane: aims, follows the refracted ray, and corrects the aim by its miss.
 * @param point camera axes
 */
export function seenThroughCornea(eye: PosedEye, point: Vec3): Vec3 {
  const cornea = corneaCentre(eye);
  const wanted = subtract(point, eye.centre);
  let aim = point;
  let seen = point;
  for (let step = 0; step < 12; step++) {
    const ray = normalize(aim);
    const distance = meetSphere(ray, cornea, eye.anatomy.corneaRadius);
    if (distance <= 0) return point;
    seen = scale(ray, distance);
    const normal = scale(subtract(seen, cornea), 1 / eye.anatomy.corneaRadius);
    const miss = subtract(wanted, reachIris(eye, ray, seen, normal));
    aim = add(aim, miss);
    if (dot(miss, miss) < 1e-14) break;
  }
  return seen;
}

/** A ray mirrored at a surface. */
export const mirror = (ray: Vec3, normal: Vec3): Vec3 => subtract(ray, scale(normal, 2 * dot(ray, normal)));

/**
 * Where on the cornea the camera sees the reflection of a point: the normal there halves the angle between the two.
 * @returns undefined where the cornea does not reach so far
 */
export function glintOf(eye: PosedEye, source: Vec3): Vec3 | undefined {
  const cornea = corneaCentre(eye);
  const radius = eye.anatomy.corneaRadius;
  let point = add(cornea, scale(normalize(scale(cornea, -1)), radius));
  for (let step = 0; step < 12; step++) {
    const half = add(normalize(scale(point, -1)), normalize(subtract(source, point)));
    point = add(cornea, scale(normalize(half), radius));
  }
  return dot(subtract(point, eye.centre), eye.opticalAxis) >= eye.anatomy.irisLever ? point : undefined;
}

/** Where in the lit screen (fractions) a reflected ray ends, or undefined where it misses its plane. */
export function meetScreen(
  eye: PosedEye,
  point: Vec3,
  direction: Vec3,
): readonly [number, number] | undefined {
  const { screenCorner, screenRight, screenDown } = eye;
  const plane = cross(screenRight, screenDown);
  const from = subtract(screenCorner, point);
  const distance = dot(from, plane) / dot(direction, plane);
  if (!(distance > 0)) return undefined;
  const hit = subtract(scale(direction, distance), from);
  return [
    dot(hit, screenRight) / dot(screenRight, screenRight),
    dot(hit, screenDown) / dot(screenDown, screenDown),
  ];
}
