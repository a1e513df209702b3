/** `npm run render`: writes synthetic measurements, a contact sheet, or a video for the tests' fake camera. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import { AssetError } from './assets/facekit.ts';
import { writeContactSheet } from './output/contact-sheet.ts';
import type { MeasurementOrder } from './output/measurement-writer.ts';
import { writeVideo } from './output/video.ts';
import { createFolder, OutputError } from './output/write-whole.ts';
import { renderAll, RenderError } from './render-all.ts';
import { EVENTS, VACANT_S, type EventKind, type SceneEvent } from './scene/events.ts';
import { PLANS, type Plan } from './scene/scanpath.ts';
import { openStudio } from './studio.ts';

const HELP = `Usage: npm run render -- [options]
  --assets DIR        folder that holds facekit/, hair/ and environments/ (required)
  --out DIR           where the measurements go
  --people N          how many people (60)        --first N   number of the first person (1)
  --measurements N    sittings of each (2)        --frames N  frames of each sitting (100)
  --task T            ${PLANS.join(', ')} (dots)
  --rate HZ           a sequence at a camera's rate; dots without it are photos a second or two apart,
                      other tasks are sequences of 25 Hz
  --seconds N         length of a sequence (40), or of the video (60)
  --event E           ${EVENTS.join(', ')}: what happens in the middle of a sequence
  --at SECONDS        when it happens (60)
  --shift             the shift set, to test with and never to train on: people s0001.. of what is held back
  --size PX           side of a frame (256)       --seed S    same seed, same bytes (1)
  --workers N         worker threads (all cores)
  --sheet F.png|jpg   a contact sheet of 8 x 8 people instead; --one-person: of one person;
                          --close: only their eyes, enlarged (try --size 768)
  --video F.mjpeg     a video of one person instead, with F.json of the true gaze
  --person NAME       who is in the video (visitor)   --fps N (6)`;

/** A sequence's rate where none is given, and the frames that a measurement's readers take. */
const SEQUENCE_HZ = 25;
const MAX_FRAMES = 5000;
/** When an event happens where nothing else is said, seconds. */
const EVENT_AT_S = '60';

/** A command line that can't be obeyed. */
class UsageError extends Error {}
/** Ctrl-C. */
class Interrupted extends Error {}

function readOptions() {
  try {
    return parseArgs({
      options: {
        assets: { type: 'string' },
        out: { type: 'string' },
        people: { type: 'string', default: '60' },
        first: { type: 'string', default: '1' },
        measurements: { type: 'string', default: '2' },
        frames: { type: 'string', default: '100' },
        task: { type: 'string', default: 'dots' },
        rate: { type: 'string' },
        seconds: { type: 'string' },
        event: { type: 'string' },
        at: { type: 'string' },
        shift: { type: 'boolean', default: false },
        size: { type: 'string', default: '256' },
        seed: { type: 'string', default: '1' },
        workers: { type: 'string', default: String(availableParallelism()) },
        sheet: { type: 'string' },
        'one-person': { type: 'boolean', default: false },
        close: { type: 'boolean', default: false },
        video: { type: 'string' },
        person: { type: 'string', default: 'visitor' },
        fps: { type: 'string', default: '6' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    throw new UsageError(`${(cause as Error).message}\n\n${HELP}`, { cause });
  }
}
type Options = ReturnType<typeof readOptions>;

/** The raster has 1.75 samples a pixel, and the sensor works on pairs of them. */
const SIZE_STEP = 8;

function readSize(text: string): number {
  const sizePx = wholeNumber('size', text, 64, 1024);
  if (sizePx % SIZE_STEP > 0) throw new UsageError(`--size takes a multiple of ${SIZE_STEP}, not '${text}'.`);
  return sizePx;
}

function wholeNumber(name: string, text: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new UsageError(
      `--${name} takes a whole number from ${least}${most < 1e9 ? ` to ${most}` : ''}, not '${text}'.`,
    );
  return value;
}

/** The shift set's people have names of their own, so that nobody takes them for people to train on. */
const personName = (number: number, shift: boolean): string =>
  `${shift ? 's' : 'p'}${String(number).padStart(4, '0')}`;

/** What a measurement is made of: photos of dots, or a sequence. */
function readSchedule(options: Options): Pick<MeasurementOrder, 'plan' | 'frames' | 'rateHz' | 'event'> {
  const plan = options.task as Plan;
  if (!PLANS.includes(plan)) throw new UsageError(`--task is one of ${PLANS.join(', ')}, not '${plan}'.`);
  if (plan === 'dots' && options.rate === undefined) {
    if (options.seconds !== undefined)
      throw new UsageError('--seconds is for sequences: give --rate too, or --frames for photos.');
    if (options.event !== undefined || options.at !== undefined)
      throw new UsageError('--event and --at are for sequences: give --rate too, or another --task.');
    return { plan, frames: wholeNumber('frames', options.frames, 1, 1000) };
  }
  const rateHz = wholeNumber('rate', options.rate ?? String(SEQUENCE_HZ), 5, 60);
  const seconds = wholeNumber('seconds', options.seconds ?? '40', 1, 1000);
  const frames = rateHz * seconds;
  if (frames > MAX_FRAMES)
    throw new UsageError(`${frames} frames are more than the ${MAX_FRAMES} that a measurement may hold.`);
  return { plan, frames, rateHz, event: readEvent(options, seconds) };
}

function readEvent({ event, at }: Options, seconds: number): SceneEvent | undefined {
  if (event === undefined) {
    if (at !== undefined) throw new UsageError('--at says when an event happens: give --event too.');
    return undefined;
  }
  const kind = event as EventKind;
  if (!EVENTS.includes(kind)) throw new UsageError(`--event is one of ${EVENTS.join(', ')}, not '${event}'.`);
  const atS = wholeNumber('at', at ?? EVENT_AT_S, 1);
  const lastS = seconds - 1 - (kind === 'guest' ? VACANT_S : 0);
  if (atS > lastS)
    throw new UsageError(
      `The event at ${atS} s is not inside the sequence of ${seconds} s` +
        (lastS < 1 ? ': give more --seconds.' : `: --at takes at most ${lastS}, or give more --seconds.`),
    );
  return { kind, atMs: 1000 * atS };
}

function readOrders(options: Options, out: string): MeasurementOrder[] {
  const { seed, shift } = options;
  const schedule = readSchedule(options);
  const sizePx = readSize(options.size);
  const first = wholeNumber('first', options.first, 1);
  const people = wholeNumber('people', options.people, 1);
  const sittings = wholeNumber('measurements', options.measurements, 1, 99);
  const orders: MeasurementOrder[] = [];
  for (let number = first; number < first + people; number++)
    for (let sitting = 1; sitting <= sittings; sitting++)
      orders.push({ ...schedule, seed, person: personName(number, shift), sitting, sizePx, out });
  return orders;
}

async function renderMeasurements(options: Options, assets: string, out: string): Promise<void> {
  const orders = readOrders(options, out);
  const workers = wholeNumber('workers', options.workers, 1, 256);
  createFolder(out);
  const bar = new SingleBar(
    {
      format:
        'rendering {bar} {percentage}% | {value}/{total} frames | {rate} frames/s | {eta_formatted} left',
      noTTYOutput: true,
      notTTYSchedule: 10_000,
    },
    Presets.shades_classic,
  );
  const abort = new AbortController();
  const interrupt = (): void =>
    abort.abort(
      new Interrupted('Interrupted. What is finished is kept: the same command goes on from there.'),
    );
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const started = performance.now();
  bar.start(
    orders.reduce((sum, { frames }) => sum + frames, 0),
    0,
    { rate: '0' },
  );
  try {
    await renderAll(
      orders,
      { assets, sizePx: orders[0]!.sizePx, shift: options.shift },
      {
        workers,
        signal: abort.signal,
        onProgress: (done) =>
          bar.update(done, { rate: ((1000 * done) / (performance.now() - started)).toFixed(1) }),
      },
    );
  } finally {
    bar.stop();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

async function renderSheet(options: Options, assets: string, file: string): Promise<void> {
  const { seed, shift, close } = options;
  const sizePx = readSize(options.size);
  const first = wholeNumber('first', options.first, 1);
  const names = Array.from({ length: 64 }, (_, i) => personName(i + first, shift));
  const onePerson = options['one-person'];
  const studio = openStudio(assets, sizePx, sizePx, { shift });
  await writeContactSheet(studio, file, { seed, sizePx, columns: 8, rows: 8, names, onePerson, close });
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) return console.log(HELP);
  const { assets, sheet, video, out } = options;
  if (!assets) throw new UsageError(`--assets is missing.\n\n${HELP}`);
  if (video)
    return writeVideo(assets, video, {
      seed: options.seed,
      person: options.person,
      seconds: wholeNumber('seconds', options.seconds ?? '60', 1, 600),
      fps: wholeNumber('fps', options.fps, 1, 30),
    });
  if (sheet) return renderSheet(options, assets, sheet);
  if (!out) throw new UsageError(`--out is missing.\n\n${HELP}`);
  return renderMeasurements(options, assets, out);
}

main().catch((error: unknown) => {
  const known = [UsageError, AssetError, OutputError, RenderError, Interrupted].some(
    (type) => error instanceof type,
  );
  console.error(known ? (error as Error).message : error);
  process.exitCode = error instanceof Interrupted ? 130 : 1;
});
