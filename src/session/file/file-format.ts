// The session file format, version 1: the names in a `*.session.zip`, and a strict parser of its `session.json`.
import { createChecker, type Checker } from '../../measurement/check-json.ts';
import type {
  Attachment,
  Box,
  Fixture,
  SeenElement,
  Session,
  SessionInfo,
  Shot,
  View,
} from '../session-data.ts';

export const SESSION_FORMAT = 'fovea-session';
export const SESSION_VERSION = 1;
/** The JSON file at the top of the zip. */
export const SESSION_ENTRY = 'session.json';
/** One row for each sample. */
export const SAMPLES_ENTRY = 'samples.csv';
/** One JSON object for each event, a line each. */
export const EVENTS_ENTRY = 'events.jsonl';

const HOUR = 60 * 60;
/** Bounds on what a file may claim, each far above what a session needs: a day at 60 Hz, a view or a picture a second. */
export const MAX_SAMPLES = 24 * HOUR * 60;
export const MAX_VIEWS = 24 * HOUR;
export const MAX_ELEMENTS = 1_000_000;
export const MAX_SHOTS = 24 * HOUR;
const MAX_FIXTURES = 10_000;
/** Addresses may carry a whole document (`data:`); those that are longer are no addresses. */
const MAX_LONG_TEXT = 2_000_000;

const SHOT_FILE = /^shots\/[A-Za-z0-9_-]{1,100}\.(webp|png)$/;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/;

/** Everything of a session that is in `session.json`, and where its pictures are. */
export type SessionHeader = Omit<Session, 'events' | 'samples'> & {
  sampleCount: number;
  eventCount: number;
  /** `shots/NAME.webp` or `.png`, in the order of `shots`. */
  shotFiles: string[];
};

/** `shots/0007.webp`, by the picture's own type. */
export function shotFile(index: number, type: string): string {
  return `shots/${String(index).padStart(4, '0')}.${type === 'image/png' ? 'png' : 'webp'}`;
}

/** Plain JSON; the inverse of {@link parseSessionHeader}. Keys that this version does not know are written back. */
export function formatSessionHeader({ info, views, elements, shots, ...counts }: SessionHeader) {
  const { extra, ...known } = info;
  return {
    ...extra,
    format: SESSION_FORMAT,
    version: SESSION_VERSION,
    ...known,
    sampleCount: counts.sampleCount,
    eventCount: counts.eventCount,
    views,
    elements,
    shots: shots.map((shot, index) => ({ ...shot, file: counts.shotFiles[index] })),
  };
}

/**
 * Checks parsed JSON against the format and returns it typed. Unknown keys stay where they are; those of the top are
 * `info.extra`.
 *
 * @param source The zip it came from; errors name it.
 * @throws {MeasurementFileError} naming the first key that does not fit, its value, and what was expected.
 */
export function parseSessionHeader(json: unknown, source: string): SessionHeader {
  const check = createChecker(source, SESSION_ENTRY);
  const top = check.object(json, '');
  if (top.format !== SESSION_FORMAT) check.refuse('format', top.format, `it must be "${SESSION_FORMAT}"`);
  if (top.version !== SESSION_VERSION) {
    check.refuse('version', top.version, `this version of Fovea reads version ${SESSION_VERSION}`);
  }
  const views = check
    .array(top.views, 'views', 0, MAX_VIEWS)
    .map((view, index) => parseView(check, view, index));
  const elements = check
    .array(top.elements, 'elements', 0, MAX_ELEMENTS)
    .map((element, index) => parseElement(check, element, index, views.length));
  const pictures = check
    .array(top.shots, 'shots', 0, MAX_SHOTS)
    .map((shot, index) => parseShot(check, shot, index, views.length));
  const shotFiles = pictures.map(({ file }) => file);
  if (new Set(shotFiles).size !== shotFiles.length) {
    const index = shotFiles.findIndex((file, at) => shotFiles.indexOf(file) !== at);
    check.refuse(`shots[${index}].file`, shotFiles[index], 'another one already uses that picture');
  }
  return {
    info: parseInfo(check, top),
    views,
    elements,
    shots: pictures.map(({ shot }) => shot),
    shotFiles,
    sampleCount: whole(check, top.sampleCount, 'sampleCount', MAX_SAMPLES),
    eventCount: whole(check, top.eventCount, 'eventCount', Number.MAX_SAFE_INTEGER),
  };
}

function parseInfo(check: Checker, top: Record<string, unknown>): SessionInfo {
  const { format: _1, version: _2, views: _3, elements: _4, shots: _5, ...rest } = top;
  const { sampleCount: _6, eventCount: _7, ...known } = rest;
  const { id, name, createdAt, durationMs, person, screen, distanceCm, camera, ...more } = known;
  const { accuracy, weightsHash, foveaVersion, userAgent, screenshots, notes, ...extra } = more;
  const info: SessionInfo = {
    id: check.text(id, 'id'),
    name: check.anyText(name, 'name'),
    createdAt: time(check, createdAt, 'createdAt'),
    durationMs: atLeastZero(check, durationMs, 'durationMs'),
    ...present('person', person, check.text),
    screen: parseScreen(check, screen),
    ...present('distanceCm', distanceCm, check.positive),
    ...present('camera', camera, (value, path) => {
      const device = check.object(value, path);
      return { ...device, label: check.anyText(device.label, `${path}.label`) };
    }),
    ...present('accuracy', accuracy, (value, path) => parseAccuracy(check, value, path)),
    ...present('weightsHash', weightsHash, check.text),
    foveaVersion: check.text(foveaVersion, 'foveaVersion'),
    ...present('userAgent', userAgent, (value, path) => longText(check, value, path)),
    screenshots: check.boolean(screenshots, 'screenshots'),
    ...present('notes', notes, (value, path) => longText(check, value, path)),
  };
  return Object.keys(extra).length === 0 ? info : { ...info, extra };
}

/** A key that may be absent stays absent. */
function present<K extends string, T>(key: K, value: unknown, check: (value: unknown, path: string) => T) {
  return (value === undefined ? {} : { [key]: check(value, key) }) as Partial<Record<K, T>>;
}

function parseScreen(check: Checker, json: unknown): SessionInfo['screen'] {
  const screen = check.object(json, 'screen');
  check.optional(screen.widthCm, 'screen.widthCm', check.positive);
  check.optional(screen.heightCm, 'screen.heightCm', check.positive);
  return {
    ...screen,
    widthPx: check.positive(screen.widthPx, 'screen.widthPx'),
    heightPx: check.positive(screen.heightPx, 'screen.heightPx'),
  };
}

function parseAccuracy(check: Checker, json: unknown, path: string): SessionInfo['accuracy'] {
  const accuracy = check.object(json, path);
  return {
    ...accuracy,
    checkedAt: time(check, accuracy.checkedAt, `${path}.checkedAt`),
    errorPct: atLeastZero(check, accuracy.errorPct, `${path}.errorPct`),
    precisionPct: atLeastZero(check, accuracy.precisionPct, `${path}.precisionPct`),
  };
}

function parseView(check: Checker, json: unknown, index: number): View {
  const path = `views[${index}]`;
  const view = check.object(json, path);
  return {
    ...view,
    index: place(check, view.index, `${path}.index`, index),
    tab: whole(check, view.tab, `${path}.tab`, MAX_VIEWS),
    url: longText(check, view.url, `${path}.url`),
    title: longText(check, view.title, `${path}.title`),
    timestampMs: atLeastZero(check, view.timestampMs, `${path}.timestampMs`),
    cause: check.oneOf<View['cause']>(view.cause, `${path}.cause`, ['load', 'route']),
  };
}

function parseElement(check: Checker, json: unknown, index: number, views: number): SeenElement {
  const path = `elements[${index}]`;
  const element = check.object(json, path);
  const attachments: Attachment[] = ['document', 'viewport', 'scroller'];
  return {
    ...element,
    index: place(check, element.index, `${path}.index`, index),
    view: whole(check, element.view, `${path}.view`, views - 1),
    selector: longText(check, element.selector, `${path}.selector`),
    tag: check.anyText(element.tag, `${path}.tag`),
    attachment: check.oneOf<Attachment>(element.attachment, `${path}.attachment`, attachments),
    box: parseBox(check, element.box, `${path}.box`),
  };
}

function parseBox(check: Checker, json: unknown, path: string): Box {
  const box = check.object(json, path);
  return {
    ...box,
    xDocumentPx: check.finite(box.xDocumentPx, `${path}.xDocumentPx`),
    yDocumentPx: check.finite(box.yDocumentPx, `${path}.yDocumentPx`),
    widthPx: atLeastZero(check, box.widthPx, `${path}.widthPx`),
    heightPx: atLeastZero(check, box.heightPx, `${path}.heightPx`),
  };
}

function parseFixtures(check: Checker, json: unknown, path: string): Fixture[] {
  return check.array(json, path, 0, MAX_FIXTURES).map((one, index) => {
    const at = `${path}[${index}]`;
    const { selector, box, ...unknown } = check.object(one, at);
    return Object.assign(unknown, {
      selector: longText(check, selector, `${at}.selector`),
      box: parseBox(check, box, `${at}.box`),
    });
  });
}

function parseShot(check: Checker, json: unknown, index: number, views: number) {
  const path = `shots[${index}]`;
  const { file, ...shot } = check.object(json, path);
  const parsed: Shot = {
    ...shot,
    index: place(check, shot.index, `${path}.index`, index),
    view: whole(check, shot.view, `${path}.view`, views - 1),
    timestampMs: atLeastZero(check, shot.timestampMs, `${path}.timestampMs`),
    xDocumentPx: check.finite(shot.xDocumentPx, `${path}.xDocumentPx`),
    yDocumentPx: check.finite(shot.yDocumentPx, `${path}.yDocumentPx`),
    widthPx: check.positive(shot.widthPx, `${path}.widthPx`),
    heightPx: check.positive(shot.heightPx, `${path}.heightPx`),
    widthImagePx: check.positive(shot.widthImagePx, `${path}.widthImagePx`),
    heightImagePx: check.positive(shot.heightImagePx, `${path}.heightImagePx`),
    bytes: check.positive(shot.bytes, `${path}.bytes`),
  };
  if (shot.fixtures !== undefined) parsed.fixtures = parseFixtures(check, shot.fixtures, `${path}.fixtures`);
  if (shot.homes !== undefined) parsed.homes = parseFixtures(check, shot.homes, `${path}.homes`);
  return {
    shot: parsed,
    file: check.matching(file, `${path}.file`, SHOT_FILE, 'a plain name such as "shots/0007.webp"'),
  };
}

function place(check: Checker, json: unknown, path: string, index: number): number {
  if (json !== index) check.refuse(path, json, `it must be its place in the list, ${index}`);
  return index;
}

function whole(check: Checker, json: unknown, path: string, most: number): number {
  if (!Number.isInteger(json) || (json as number) < 0 || (json as number) > most) {
    check.refuse(
      path,
      json,
      most < 0 ? 'there is nothing to name' : `it must be a whole number up to ${most}`,
    );
  }
  return json as number;
}

function atLeastZero(check: Checker, json: unknown, path: string): number {
  const value = check.finite(json, path);
  if (value < 0) check.refuse(path, json, 'it must not be negative');
  return value;
}

function longText(check: Checker, json: unknown, path: string): string {
  if (typeof json !== 'string') return check.refuse(path, json, 'it must be text');
  if (json.length > MAX_LONG_TEXT)
    check.refuse(path, json, `it must be at most ${MAX_LONG_TEXT} characters long`);
  return json;
}

function time(check: Checker, json: unknown, path: string): string {
  const expected = 'a time with its zone as ISO 8601 writes it';
  const text = check.matching(json, path, ISO_TIME, expected);
  if (Number.isNaN(Date.parse(text))) check.refuse(path, text, `it must be ${expected}`);
  return text;
}
