// The measurement file format, version 1: its types, and a strict parser of `measurement.json`.
import { createChecker, type Checker } from './check-json.ts';

export const FORMAT = 'fovea-measurement';
export const VERSION = 1;
/** The JSON file at the top of the zip or folder. */
export const MEASUREMENT_ENTRY = 'measurement.json';
/** Far above the 100 of a measurement; a bound so that a hostile file cannot ask for millions of frames. */
export const MAX_FRAMES = 5000;

/** Keys that this version does not know. They are kept apart from the known ones and written back on export. */
export type Extra = Readonly<Record<string, unknown>>;

export type Eyes = 'open' | 'closed' | 'absent';

export type MeasurementScreen = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly widthCm?: number;
  readonly heightCm?: number;
  readonly extra: Extra;
};

export type MeasurementCamera = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly label?: string;
  readonly extra: Extra;
};

/** One photo and where the person looked: `x`, `y` as fractions of the screen, (0, 0) its top left corner. */
export type MeasurementFrame = {
  /** `frames/NAME.jpg`, a path inside the zip or folder. */
  readonly file: string;
  readonly x: number;
  readonly y: number;
  /** Milliseconds since the measurement's `createdAt`. */
  readonly timestampMs: number;
  readonly eyes?: Eyes;
  readonly extra: Extra;
};

/** One sitting: about 100 targets looked at by one person before one screen and one camera. */
export type Measurement = {
  readonly id: string;
  /** Identifies the person across measurements; not necessarily a name. */
  readonly person: string;
  /** What to call the person; readers fall back to `person`. */
  readonly personName?: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly screen: MeasurementScreen;
  readonly camera: MeasurementCamera;
  /** Eye to screen, where known. */
  readonly distanceCm?: number;
  /** True for rendered people. */
  readonly synthetic?: boolean;
  readonly frames: readonly MeasurementFrame[];
  readonly extra: Extra;
};

const FRAME_FILE = /^frames\/[A-Za-z0-9_-]{1,100}\.jpe?g$/;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Checks parsed JSON against the format and returns it typed; unknown keys move to `extra`.
 *
 * @param sourceName The file or folder it came from; errors name it.
 * @throws {MeasurementFileError} naming the first key that does not fit, its value, and what was expected.
 */
export function parseMeasurement(json: unknown, sourceName: string): Measurement {
  const check = createChecker(sourceName, MEASUREMENT_ENTRY);
  const top = check.object(json, '');
  if (top.format !== FORMAT) check.refuse('format', top.format, `it must be "${FORMAT}"`);
  if (top.version !== VERSION) {
    check.refuse('version', top.version, `this version of Fovea reads version ${VERSION}`);
  }
  const list = check.array(top.frames, 'frames', 1, MAX_FRAMES);
  const frames = list.map((frame, index) => parseFrame(check, frame, `frames[${index}]`));
  refuseRepeatedFiles(check, frames);
  const { format: _format, version: _version, ...rest } = top;
  return {
    id: check.text(top.id, 'id'),
    person: check.text(top.person, 'person'),
    personName: check.optional(top.personName, 'personName', check.text),
    createdAt: parseTime(check, top.createdAt, 'createdAt'),
    screen: parseScreen(check, top.screen),
    camera: parseCamera(check, top.camera),
    distanceCm: check.optional(top.distanceCm, 'distanceCm', check.positive),
    synthetic: check.optional(top.synthetic, 'synthetic', check.boolean),
    frames,
    extra: others(rest, [
      'id',
      'person',
      'personName',
      'createdAt',
      'screen',
      'camera',
      'distanceCm',
      'synthetic',
      'frames',
    ]),
  };
}

/**
 * The inverse of {@link parseMeasurement}: plain JSON with the known keys first and the unknown ones where they were.
 */
export function formatMeasurement(measurement: Measurement): Record<string, unknown> {
  const { screen, camera, frames, extra, ...known } = measurement;
  return {
    ...extra,
    format: FORMAT,
    version: VERSION,
    ...known,
    screen: flatten(screen),
    camera: flatten(camera),
    frames: frames.map(flatten),
  };
}

/** The path of a frame inside the zip or folder: 7 -> `frames/007.jpg`. */
export function frameFile(index: number): string {
  return `frames/${String(index).padStart(3, '0')}.jpg`;
}

function parseTime(check: Checker, json: unknown, path: string): string {
  const expected = 'a time as ISO 8601 writes it';
  const time = check.matching(json, path, ISO_TIME, expected);
  // The pattern lets a 13th month pass.
  if (Number.isNaN(Date.parse(time))) check.refuse(path, time, `it must be ${expected}`);
  return time;
}

function parseScreen(check: Checker, json: unknown): MeasurementScreen {
  const screen = check.object(json, 'screen');
  return {
    widthPx: check.positive(screen.widthPx, 'screen.widthPx'),
    heightPx: check.positive(screen.heightPx, 'screen.heightPx'),
    widthCm: check.optional(screen.widthCm, 'screen.widthCm', check.positive),
    heightCm: check.optional(screen.heightCm, 'screen.heightCm', check.positive),
    extra: others(screen, ['widthPx', 'heightPx', 'widthCm', 'heightCm']),
  };
}

function parseCamera(check: Checker, json: unknown): MeasurementCamera {
  const camera = check.object(json, 'camera');
  return {
    widthPx: check.positive(camera.widthPx, 'camera.widthPx'),
    heightPx: check.positive(camera.heightPx, 'camera.heightPx'),
    label: check.optional(camera.label, 'camera.label', check.anyText),
    extra: others(camera, ['widthPx', 'heightPx', 'label']),
  };
}

function parseFrame(check: Checker, json: unknown, path: string): MeasurementFrame {
  const frame = check.object(json, path);
  return {
    file: check.matching(frame.file, `${path}.file`, FRAME_FILE, 'a plain name such as "frames/007.jpg"'),
    x: check.fraction(frame.x, `${path}.x`),
    y: check.fraction(frame.y, `${path}.y`),
    timestampMs: check.finite(frame.timestampMs, `${path}.timestampMs`),
    eyes: check.optional(frame.eyes, `${path}.eyes`, (value, at) =>
      check.oneOf<Eyes>(value, at, ['open', 'closed', 'absent']),
    ),
    extra: others(frame, ['file', 'x', 'y', 'timestampMs', 'eyes']),
  };
}

function refuseRepeatedFiles(check: Checker, frames: readonly MeasurementFrame[]): void {
  const firstUse = new Map<string, number>();
  for (const [index, { file }] of frames.entries()) {
    const first = firstUse.get(file);
    if (first !== undefined) {
      check.refuse(`frames[${index}].file`, file, `frames[${first}] already uses that photo`);
    }
    firstUse.set(file, index);
  }
}

// `fromEntries` defines own properties, so a key named `__proto__` stays data.
function others(object: Record<string, unknown>, known: readonly string[]): Extra {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !known.includes(key)));
}

function flatten<T extends { extra: Extra }>({ extra, ...known }: T): Record<string, unknown> {
  return { ...extra, ...known };
}
