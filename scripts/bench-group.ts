/**
 * Measures the export of a large group and the check of its zip: `npm run bench:group -- [--gb 5.2]`, or
 * `-- --people 500 --photos 1 --checks 10`, with accuracy checks of 13 dots at 30 frames/s. The zip is written to the system's
 * temporary folder as it is made, read back whole as an import checks it, and deleted.
 */
import 'fake-indexeddb/auto';
import { randomBytes } from 'node:crypto';
import { createWriteStream, openSync, readSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { exportGroup } from '../src/group/export.ts';
import { isGroupZip, readGroupZip } from '../src/group/group-zip-reader.ts';
import { openDatabase, type FoveaDatabase } from '../src/storage/database.ts';
import { addGroup, listParticipants } from '../src/storage/groups.ts';
import { joinGroup } from '../src/storage/join-group.ts';
import { addFrame, beginMeasurement } from '../src/storage/measurements.ts';
import { keepValidation, type ValidationRow } from '../src/storage/validations.ts';
import { HOLD_MS } from '../src/validation/check-run.ts';
import { createCheckTargets } from '../src/validation/check-targets.ts';
import { computeFigures } from '../src/validation/figures.ts';
import { gradeFigures } from '../src/validation/grade.ts';
import { makeTrials } from '../src/validation/trial.ts';

const MB = 1000 * 1000;
const GB = 1000 * MB;
const SECOND = 1000;
const FRAMES_PER_SECOND = 30;
/** Noise does not shrink: so large a photo takes as much as ten of a webcam do. */
const PHOTO_PX = 640;

/** A file as a browser gives it. Node's own Blobs tell sizes in 32 bits, so that what is larger than 4 GiB is cut off. */
class FileBlob extends Blob {
  readonly #file: number;
  override readonly size: number;

  constructor(of: string) {
    super();
    this.#file = openSync(of, 'r');
    this.size = statSync(of).size;
  }

  override slice(start = 0, end = this.size): Blob {
    const bytes = new Uint8Array(Math.min(end, this.size) - start);
    readSync(this.#file, bytes, 0, bytes.length, start);
    return new Blob([bytes]);
  }
}

const { values } = parseArgs({
  options: {
    gb: { type: 'string', default: '5.2' },
    /** As many as make the `gb` where it is not given. */
    people: { type: 'string' },
    photos: { type: 'string', default: '100' },
    checks: { type: 'string', default: '0' },
  },
});
const [photos, checks] = [Number(values.photos), Number(values.checks)];
const photo = await drawPhoto();
const people = Number(values.people ?? Math.ceil((Number(values.gb) * GB) / (photos * photo.size)));
const database = openDatabase('bench-group');
const groupId = await storeGroup(database);
const folder = await mkdtemp(join(tmpdir(), 'fovea-bench-group-'));
const path = join(folder, 'bench.group.zip');
print(`${people} people, ${photos} photos of ${Math.round(photo.size / 1000)} kB and ${checks} checks each`);
try {
  await measure('writing the zip', () =>
    exportGroup(database, groupId, Writable.toWeb(createWriteStream(path)) as WritableStream<Uint8Array>),
  );
  await measure('reading and checking it', checkAll);
} finally {
  await rm(folder, { recursive: true });
}

async function drawPhoto(): Promise<Blob> {
  const pixels = randomBytes(3 * PHOTO_PX ** 2);
  const image = sharp(pixels, { raw: { width: PHOTO_PX, height: PHOTO_PX, channels: 3 } });
  return new Blob([new Uint8Array(await image.jpeg({ quality: 92 }).toBuffer())], { type: 'image/jpeg' });
}

/** Everybody has agreed and is measured. The database holds the one photo once, however often it is stored. */
async function storeGroup(into: FoveaDatabase): Promise<string> {
  const codes = Array.from({ length: people }, (_, i) => `P${i + 1}`);
  const definition = { title: 'Bench', consentText: 'I take part freely.', targetCount: 100 } as const;
  const { id: group, title, consent, targetCount } = await addGroup(into, definition, codes);
  for (const { id, code, personId } of await listParticipants(into, group)) {
    const participant = { id, code, personId };
    await joinGroup(into, { groupId: group, title, consent, targetCount, participant });
    const measurement = await beginMeasurement(into, {
      personId,
      screen: { widthPx: 1920, heightPx: 1080, extra: {} },
      camera: { widthPx: 1280, heightPx: 720, extra: {} },
      targets: { seed: 1, count: photos },
      extra: { surface: 'screen' },
    });
    for (let target = 0; target < photos; target += 1) {
      await addFrame(into, measurement.id, { x: 0.5, y: 0.5, timestampMs: target, target, jpeg: photo });
    }
    for (let number = 0; number < checks; number += 1) {
      await keepValidation(into, makeCheck(personId, number));
    }
  }
  return group;
}

/** No sample is lost, and all digits are there that a tracker's samples have. */
function makeCheck(personId: string, number: number): ValidationRow {
  const screen = { widthPx: 1920, heightPx: 1080, widthCm: 52.7, heightCm: 29.6 };
  const start = Date.UTC(2026, 1, 3, 4, 5, 6) + number;
  const windows = createCheckTargets('full', number).map(({ xRoom, yRoom }, index) => {
    const fromMs = start + 2 * SECOND * index;
    const target = { xScreen: xRoom, yScreen: yRoom };
    return { target, fromMs, untilMs: fromMs + HOLD_MS, framesPerSecond: FRAMES_PER_SECOND };
  });
  const samples = windows.flatMap(({ target: { xScreen, yScreen }, fromMs }) =>
    Array.from({ length: (HOLD_MS / SECOND) * FRAMES_PER_SECOND }, (_, frame) => ({
      timestampMs: fromMs + ((frame + Math.random()) * SECOND) / FRAMES_PER_SECOND,
      xScreen: xScreen + 0.1 * Math.random(),
      yScreen: yScreen + 0.1 * Math.random(),
    })),
  );
  const trials = makeTrials(windows, samples);
  const figures = computeFigures(trials, { screen, distanceCm: 60 });
  return {
    id: crypto.randomUUID(),
    personId,
    createdAt: new Date(start).toISOString(),
    kind: 'full',
    advance: 'space',
    screen: { id: '1920x1080@1', ...screen },
    distanceCm: 60,
    fullscreen: true,
    camera: 'HD Webcam (046d:0825)',
    tracker: { backend: 'wasm', startedFrom: 'measurement', windowFilled: 1 },
    figures,
    ...gradeFigures(figures),
    trials,
  };
}

/** As an import does before it stores anything. */
async function checkAll(): Promise<void> {
  const content = new FileBlob(path);
  if (!(await isGroupZip(content))) throw new Error('The zip is no group’s.');
  const zip = await readGroupZip(content, path);
  if (zip.measurements.length !== people) throw new Error(`It has ${zip.measurements.length} measurements.`);
  for (const measurement of zip.measurements) await zip.checkMeasurement(measurement);
  let read = 0;
  for (const listed of zip.checks) read += (await zip.readChecks(listed)).length;
  if (read !== people * checks) throw new Error(`It has ${read} checks.`);
  const unpacked = Math.round(zip.checksBytes / MB);
  print(
    `${(content.size / GB).toFixed(2)} GB, ${zip.measurements.length} measurements, ${read} checks (${unpacked} MB unpacked)`,
  );
}

async function measure(what: string, work: () => Promise<unknown>): Promise<void> {
  const [startMs, startCpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(startCpu);
  const seconds = (performance.now() - startMs) / 1000;
  // Of the whole process, from its beginning.
  const mostMb = (process.resourceUsage().maxRSS * 1024) / MB;
  const cpu = ((user + system) / 1_000_000).toFixed(0);
  print(`${what}: ${seconds.toFixed(0)} s, ${cpu} s of processor, ${mostMb.toFixed(0)} MB at most`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
