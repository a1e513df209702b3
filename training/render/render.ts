/** `npm run render`: writes synthetic measurements, a contact sheet, or a video for the tests' fake camera. */
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import { AssetError } from './assets/facekit.ts';
import { writeContactSheet } from './output/contact-sheet.ts';
import type { MeasurementOrder } from './output/measurement-writer.ts';
import { writeVideo } from './output/video.ts';
import { renderAll } from './render-all.ts';
import { openStudio } from './studio.ts';

const HELP = `Usage: npm run render -- [options]
  --assets DIR        folder that holds facekit/, hair/ and environments/ (required)
  --out DIR           where the measurements go
  --people N          how many people (60)        --first N   number of the first person (1)
  --measurements N    sittings of each (2)        --frames N  frames of each sitting (100)
  --size PX           side of a frame (256)       --seed S    same seed, same bytes (1)
  --workers N         worker threads (all cores)
  --sheet F.png       a contact sheet of 8 x 8 people instead; --one-person: of one person;
                          --close: only their eyes, enlarged (try --size 768)
  --video F.mjpeg     a video of one person instead, with F.json of the true gaze
  --person NAME       who is in the video (visitor)   --seconds N (60)   --fps N (6)`;

/** A command line that can't be obeyed. */
class UsageError extends Error {}

function readOptions() {
  const { values } = parseArgs({
    options: {
      assets: { type: 'string' },
      out: { type: 'string' },
      people: { type: 'string', default: '60' },
      first: { type: 'string', default: '1' },
      measurements: { type: 'string', default: '2' },
      frames: { type: 'string', default: '100' },
      size: { type: 'string', default: '256' },
      seed: { type: 'string', default: '1' },
      workers: { type: 'string', default: String(availableParallelism()) },
      sheet: { type: 'string' },
      'one-person': { type: 'boolean', default: false },
      close: { type: 'boolean', default: false },
      shift: { type: 'boolean', default: false },
      video: { type: 'string' },
      person: { type: 'string', default: 'visitor' },
      seconds: { type: 'string', default: '60' },
      fps: { type: 'string', default: '6' },
      help: { type: 'boolean', default: false },
    },
  });
  return values;
}

function wholeNumber(name: string, text: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new UsageError(
      `--${name} takes a whole number from ${least}${most < 1e9 ? ` to ${most}` : ''}, not '${text}'.`,
    );
  return value;
}

const personName = (number: number): string => `p${String(number).padStart(4, '0')}`;

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) return console.log(HELP);
  if (!options.assets) throw new UsageError(`--assets is missing.\n\n${HELP}`);
  const { assets, seed } = options;
  const sizePx = wholeNumber('size', options.size, 64, 1024);
  if (options.video) {
    const seconds = wholeNumber('seconds', options.seconds, 1, 600);
    return writeVideo(assets, options.video, {
      seed,
      person: options.person,
      seconds,
      fps: wholeNumber('fps', options.fps, 1, 30),
    });
  }
  if (options.sheet) {
    const names = Array.from({ length: 64 }, (_, i) =>
      personName(i + wholeNumber('first', options.first, 1)),
    );
    const studio = openStudio(assets, sizePx, sizePx, { shift: options.shift });
    const { close } = options;
    const layout = { seed, sizePx, columns: 8, rows: 8, names, onePerson: options['one-person'], close };
    return writeContactSheet(studio, options.sheet, layout);
  }
  if (!options.out) throw new UsageError(`--out is missing.\n\n${HELP}`);
  const { out } = options;
  mkdirSync(out, { recursive: true });
  const first = wholeNumber('first', options.first, 1);
  const frames = wholeNumber('frames', options.frames, 1, 1000);
  const orders: MeasurementOrder[] = [];
  for (let number = first; number < first + wholeNumber('people', options.people, 1); number++)
    for (let sitting = 1; sitting <= wholeNumber('measurements', options.measurements, 1, 99); sitting++)
      orders.push({ seed, person: personName(number), sitting, frames, sizePx, out });
  const bar = new SingleBar(
    {
      format:
        'rendering {bar} {percentage}% | {value}/{total} frames | {rate} frames/s | {eta_formatted} left',
      noTTYOutput: true,
      notTTYSchedule: 10_000,
    },
    Presets.shades_classic,
  );
  const started = performance.now();
  bar.start(orders.length * frames, 0, { rate: '0' });
  try {
    await renderAll(orders, { assets, sizePx }, wholeNumber('workers', options.workers, 1, 256), (done) =>
      bar.update(done, { rate: ((1000 * done) / (performance.now() - started)).toFixed(1) }),
    );
  } finally {
    bar.stop();
  }
}

main().catch((error: unknown) => {
  const known = error instanceof UsageError || error instanceof AssetError;
  console.error(known ? error.message : error);
  process.exitCode = 1;
});
