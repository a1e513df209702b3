/** `npm run check:realism`: does a face detector that nobody here trained find the rendered faces, and their eyes where the truth says? */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ChromiumMissingError } from '../../scripts/find-chromium.ts';
import { readCauses } from './causes.ts';
import { BARS, compare, errorOf, followIrises, listShortfalls, percent, summarize } from './compare.ts';
import { detectAll } from './detect-all.ts';
import { openDetector } from './detector.ts';
import { listFrames, NoFramesError, spreadOver } from './frames.ts';
import { installFaceMesh } from './install.ts';
import { nearestFace, PLACES } from './landmarks.ts';
import {
  describeAgreement,
  describeBias,
  describeFollowing,
  describeFrame,
  type FrameReport,
} from './report.ts';
import { runControls } from './run-controls.ts';
import { writeSheet, type Tile } from './sheet.ts';

const HELP = `Usage: npm run check:realism -- (--assets DIR | --data DIR) [options]
  --assets DIR     the renderer's assets: people are rendered for this check into a temporary folder
  --data DIR       checks measurements that are rendered already
  --frames N       frames with open eyes (500), of a quarter as many people
  --seed S         seed of the people (realism)    --size PX   side of a frame (256)
  --shift          people of the shift set
  --sheet F.png    a picture of the frames without a face, and of eyes with truth and detection marked
  --json F.json    every frame's result`;

/** Frames of each person that are counted, and rendered so that as many have open eyes. */
const FRAMES_OF_EACH = 4;
const RENDERED_OF_EACH = 7;
/** Found faces that are listed for their errors. */
const WORST = 8;

/** A command line that can't be obeyed. */
class UsageError extends Error {}

function readOptions() {
  const { values } = parseArgs({
    options: {
      assets: { type: 'string' },
      data: { type: 'string' },
      frames: { type: 'string', default: '500' },
      seed: { type: 'string', default: 'realism' },
      size: { type: 'string', default: '256' },
      shift: { type: 'boolean', default: false },
      sheet: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  return values;
}

type Options = ReturnType<typeof readOptions>;

/**
 * Renders people into `out` as anybody would who makes training data.
 * @throws UsageError where the renderer refuses; it has said why
 */
function render({ assets, seed, size, shift }: Options, frames: number, out: string): void {
  const script = fileURLToPath(new URL('../render/render.ts', import.meta.url));
  const people = Math.ceil(frames / FRAMES_OF_EACH);
  const values = { assets: assets!, out, seed, size, people, measurements: 1, frames: RENDERED_OF_EACH };
  const words = Object.entries(values).flatMap(([name, value]) => [`--${name}`, String(value)]);
  if (shift) words.push('--shift');
  words.push('--workers', String(availableParallelism()));
  const { status } = spawnSync(process.execPath, [script, ...words], { stdio: 'inherit' });
  if (status !== 0) throw new UsageError('No frames were rendered.');
}

async function check(options: Options, data: string, count: number): Promise<void> {
  const { open, empty } = listFrames(data);
  const frames = spreadOver(open, count);
  if (frames.length < count) console.log(`Only ${frames.length} frames with open eyes in ${data}.`);
  const detector = await openDetector();
  try {
    const faces = await detectAll(detector, 'frames', frames, ({ file }) => readFile(file));
    const detections = frames.map(({ truth }, i) =>
      nearestFace(
        faces[i]!,
        PLACES.map((place) => truth.landmarks[place.truth]!),
      ),
    );
    const reports: FrameReport[] = [];
    for (const [i, frame] of frames.entries())
      reports.push({
        name: frame.name,
        file: frame.file,
        comparison: compare(detections[i], frame.truth),
        causes: await readCauses(frame, await readFile(frame.file)),
      });
    const agreement = summarize(reports.map(({ comparison }) => comparison));
    const following = followIrises(
      detections,
      frames.map(({ truth }) => truth),
    );
    console.log(`\n${describeAgreement(reports)}\n\n${describeBias(agreement)}`);
    console.log(`\n${describeFollowing(following)}`);
    const missed = reports.filter(({ comparison }) => comparison.verdict !== 'found');
    const worst = reports
      .filter(({ comparison }) => comparison.verdict === 'found')
      .sort((a, b) => errorOf(b.comparison) - errorOf(a.comparison))
      .slice(0, WORST);
    for (const report of [...missed, ...worst]) console.log(describeFrame(report));
    const failing = await runControls(detector, frames, detections, empty);
    if (options.json)
      writeFileSync(options.json, JSON.stringify({ agreement, following, frames: reports }, null, 1));
    if (options.sheet) {
      const tileOf = ({ name }: FrameReport): Tile => {
        const i = frames.findIndex((frame) => frame.name === name);
        return { file: frames[i]!.file, name, truth: frames[i]!.truth, detection: detections[i] };
      };
      const found = reports.filter((report) => !missed.includes(report));
      await writeSheet(options.sheet, missed.map(tileOf), worst.map(tileOf), found.map(tileOf));
    }
    const short = [...listShortfalls(agreement), ...failing.map((text) => `control: ${text}`)];
    if (detector.refused.length > 0) short.push(`the page asked for ${detector.refused.join(', ')}`);
    console.log(
      short.length === 0
        ? `\nPASS: a face in ${percent(agreement.rate)} of the frames (at least ${percent(BARS.rate)}), irises within ${percent(agreement.errors.iris.median)} and eye corners within ${percent(agreement.errors.corner.median)} (at most ${percent(BARS.medianError)}); nothing was asked of the network.`
        : `\nFAIL: ${short.join('; ')}.`,
    );
    if (short.length > 0) process.exitCode = 1;
  } finally {
    await detector.close();
  }
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) return console.log(HELP);
  const count = Number(options.frames);
  if (!Number.isInteger(count) || count < 1)
    throw new UsageError(`--frames takes a whole number from 1, not '${options.frames}'.`);
  if (!options.assets && !options.data) throw new UsageError(`--assets or --data is missing.\n\n${HELP}`);
  installFaceMesh();
  if (options.data) return check(options, options.data, count);
  const folder = mkdtempSync(join(tmpdir(), 'fovea-realism-'));
  try {
    render(options, count, folder);
    await check(options, folder, count);
  } finally {
    // Kept where the check failed, so that the frames without a face can be looked at.
    if (process.exitCode) console.log(`The frames are kept in ${folder}.`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  const known =
    error instanceof UsageError || error instanceof NoFramesError || error instanceof ChromiumMissingError;
  console.error(known ? error.message : error);
  process.exitCode = 1;
});
