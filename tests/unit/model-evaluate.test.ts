import { execFile } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { splitWindows } from '../../scripts/evaluate/usable-frames.ts';
import { frameFile, parseMeasurement } from '../../src/measurement/file-format.ts';
import { writeMeasurementZip } from '../../src/measurement/measurement-zip-writer.ts';
import {
  createRandom,
  createRandomTensors,
  encodeSafetensors,
  SMALL,
  toMetadata,
} from './model-random-weights.ts';

describe('splitWindows', () => {
  it.each([
    [100, 32, '0-32 32-64 64-96 68(96)-100'],
    [64, 32, '0-32 32-64'],
    [33, 32, '0-32 1(32)-33'],
    [20, 32, '0-20'],
    [3, 1, '0-1 1-2 2-3'],
    [0, 32, ''],
  ])('%i frames in windows of %i', (count, length, expected) => {
    const windows = splitWindows(count, length).map(({ start, newFrom, end }) =>
      newFrom === start ? `${start}-${end}` : `${start}(${newFrom})-${end}`,
    );
    expect(windows.join(' ')).toBe(expected);
  });
});

// Every run starts Node and the network anew.
describe('npm run evaluate', { timeout: 120_000 }, () => {
  const root = join(import.meta.dirname, '../..');
  let folder: string;
  /** A random network that sees open eyes everywhere. */
  let weights: string;

  /** Random weights whose presence logit is about this, as a file in the folder's folder. */
  async function writeWeights(name: string, presence: number): Promise<string> {
    const tensors = createRandomTensors(SMALL);
    const bytes = new Uint8Array(new Float32Array([presence]).buffer);
    // Of whole squares, and of faces: whose kernel is random, and much weaker than this.
    for (const each of ['presence.bias', 'reader.presence.bias']) {
      tensors.set(each, { dtype: 'F32', shape: [1], bytes });
    }
    const path = join(files, name);
    await writeFile(path, new Uint8Array(encodeSafetensors(tensors, toMetadata(SMALL))));
    return path;
  }
  /** Outside of the folder that is evaluated. */
  let files: string;

  /** The bundled recording's frames, as JPEGs: somebody whom the shipped network sees. */
  async function readFaces(): Promise<Buffer[]> {
    const recording = await readFile(join(root, 'tests/fixtures/sample.mjpeg'));
    const starts: number[] = [];
    const start = Buffer.from([0xff, 0xd8, 0xff]);
    for (let at = recording.indexOf(start); at >= 0; at = recording.indexOf(start, at + 1)) starts.push(at);
    return starts.map((at, i) => recording.subarray(at, starts[i + 1]));
  }

  /** A measurement of blurred noise, or of `faces`; every third frame has its eyes closed. */
  async function writeMeasurement(
    id: string,
    person: string,
    count: number,
    faces?: readonly Buffer[],
  ): Promise<void> {
    const random = createRandom(id.length + count);
    await mkdir(join(folder, id, 'frames'), { recursive: true });
    const frames = [];
    for (let i = 0; i < count; i += 1) {
      const eyes = i % 3 === 2 ? 'closed' : 'open';
      frames.push({ file: frameFile(i), x: random(), y: random(), timestampMs: i * 1000, eyes });
      if (faces) {
        const square = await sharp(faces[i])
          .resize(480, 480, { fit: 'cover' })
          .jpeg({ quality: 95 })
          .toBuffer();
        await writeFile(join(folder, id, frameFile(i)), square);
        continue;
      }
      const pixels = Buffer.from(Array.from({ length: 16 * 16 * 3 }, () => Math.floor(256 * random())));
      const jpeg = await sharp(pixels, { raw: { width: 16, height: 16, channels: 3 } })
        .resize(256, 256)
        .jpeg()
        .toBuffer();
      await writeFile(join(folder, id, frameFile(i)), jpeg);
    }
    const json = {
      format: 'fovea-measurement',
      version: 1,
      id,
      person,
      createdAt: '2026-01-01T00:00:00Z',
      screen: { widthPx: 1920, heightPx: 1080, widthCm: 34.5, heightCm: 19.4 },
      camera: { widthPx: 1280, heightPx: 720 },
      frames,
    };
    await writeFile(join(folder, id, 'measurement.json'), JSON.stringify(json));
  }

  async function packZip(path: string, to: string): Promise<void> {
    const json = JSON.parse(await readFile(join(path, 'measurement.json'), 'utf8'));
    const zip = await writeMeasurementZip(parseMeasurement(json, path), (file) =>
      openAsBlob(join(path, file)),
    );
    await writeFile(to, new Uint8Array(await zip.arrayBuffer()));
  }

  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [join(root, 'scripts/evaluate.ts'), ...args]).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );

  beforeAll(async () => {
    files = await mkdtemp(join(tmpdir(), 'fovea-evaluate-'));
    folder = join(files, 'measurements');
    weights = await writeWeights('open.safetensors', 20);
    await writeMeasurement('a-m1', 'a', 9);
    await writeMeasurement('b-m1', 'b', 6);
    const faces = await readFaces();
    const open: number[] = [];
    const { frames } = JSON.parse(await readFile(join(root, 'tests/fixtures/sample.json'), 'utf8'));
    for (const [i, { eyes }] of frames.entries()) if (eyes === 'open') open.push(i);
    const pick = (from: number, count: number): Buffer[] =>
      Array.from({ length: count }, (_, i) => faces[open[from + 4 * i]!]!);
    const all = folder;
    folder = join(files, 'faces');
    await writeMeasurement('c-m1', 'c', 9, pick(0, 9));
    await writeMeasurement('d-m1', 'd', 6, pick(60, 6));
    folder = all;
  });
  afterAll(() => rm(files, { recursive: true }));

  it('prints one JSON object and nothing else', async () => {
    const { code, stdout } = await run(folder, '--json', '--weights', weights);
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(Object.keys(report)).toEqual(['overall', 'measurements']);
    expect(report.measurements.map((each: { id: string }) => each.id)).toEqual(['a-m1', 'b-m1']);
    const { overall, measurements } = report;
    expect(overall.frames).toBe(10);
    const [a, b] = measurements;
    expect([a.frames, b.frames]).toEqual([6, 4]);
    for (const key of ['errorPct', 'diagonalPct', 'centreErrorPct', 'errorCm']) {
      expect(overall[key], key).toBeCloseTo((6 * a[key] + 4 * b[key]) / 10, 9);
    }
    expect(overall.errorDeg).toBeNull();
    expect(overall.worstPerson).toEqual(
      a.errorPct > b.errorPct ? { person: 'a', errorPct: a.errorPct } : { person: 'b', errorPct: b.errorPct },
    );
  });

  /** Somebody's photos, and what reads them. */
  const ofFaces = (id: string): string => join(files, 'faces', id);
  const SHIPPED = ['--weights', join(root, 'public/model/half.safetensors')];

  const readReport = async (...args: string[]) =>
    JSON.parse((await run('--json', '--weights', weights, ...args)).stdout);

  it('reads by the window or by the frame', async () => {
    const errorOf = async (...args: string[]): Promise<number> =>
      (await readReport(join(folder, 'a-m1'), ...args)).overall.errorPct;
    const [whole, short, alone, batch] = [
      await errorOf(),
      await errorOf('--window', '3'),
      await errorOf('--reading', 'alone'),
      await errorOf('--reading', 'batch'),
    ];
    expect(new Set([whole, short, alone, batch]).size).toBe(4);
    expect(await errorOf('--window', '6', '--reading', 'memory')).toBe(whole);
    expect(await errorOf('--window', '3', '--reading', 'alone')).toBe(alone);
  });

  it('reads every second frame beside those between, with the targets of these', async () => {
    const errorOf = async (path: string): Promise<number> =>
      (await readReport(path, '--reading', 'measured')).overall.errorPct;
    const a = join(folder, 'a-m1');
    const error = await errorOf(a);
    expect(error).not.toBe((await readReport(a)).overall.errorPct);
    expect(await readReport(a, '--reading', 'measured', '--window', '2')).toEqual(
      await readReport(a, '--reading', 'measured'),
    );
    expect((await readReport(folder, '--reading', 'measured')).overall.frames).toBe(10);
  });

  it('tells what known targets are worth, in the same measurement and in another of the person', async () => {
    const a = join(folder, 'a-m1');
    await cp(a, join(files, 'a-m2'), { recursive: true });
    const json = JSON.parse(await readFile(join(a, 'measurement.json'), 'utf8'));
    await writeFile(join(files, 'a-m2/measurement.json'), JSON.stringify({ ...json, id: 'a-m2' }));

    const alone = await readReport(folder, '--personal', '5');
    expect(Object.keys(alone)).toEqual(['targets', 'sameMeasurement', 'combined', 'anotherMeasurement']);
    expect(alone.targets).toBe(5);
    expect(alone.anotherMeasurement).toBeNull();
    // Of a's six frames one is left, of b's four none.
    const { people, without, fallPct, worseOff } = alone.sameMeasurement;
    expect(people).toHaveLength(1);
    expect(people[0]).toMatchObject({ person: 'a', frames: 1, withoutPct: without.errorPct });
    expect(fallPct).toBeCloseTo(100 * (1 - people[0].withPct / people[0].withoutPct), 9);
    expect(worseOff).toBe(people[0].withPct > people[0].withoutPct ? 1 : 0);

    const both = await readReport(a, join(files, 'a-m2'), '--personal', '100');
    expect(both.sameMeasurement).toBeNull();
    expect(both.anotherMeasurement.people).toMatchObject([{ person: 'a', frames: 12 }]);
    // Without the readout it is what `--reading memory` says.
    const { overall } = await readReport(a);
    expect(both.anotherMeasurement.without.errorPct).toBeCloseTo(overall.errorPct, 9);

    const { code, stdout } = await run(folder, '--personal', '5', '--weights', weights);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^the personal readout from 5 targets; .*\ntested on +people .* worse off\n/);
    expect(stdout).toMatch(/same measurement +1 +\d+\.\d +\d+\.\d +-?\d+\.\d +a \d+\.\d +a \d+\.\d +[01]\n/);
    expect(stdout).toMatch(/and by another one +0 +- .*-\nanother measurement +0 +- .*-\n$/);

    const combined = await readReport(a, join(files, 'a-m2'), '--personal', '5');
    // A frame is left of each; without the other measurement it is what its own targets say.
    expect(combined.combined.people).toMatchObject([{ person: 'a', frames: 2 }]);
    expect(combined.combined.without.errorPct).toBeCloseTo(combined.sameMeasurement.with.errorPct, 9);

    const none = await run(join(folder, 'b-m1'), '--personal', '25', '--weights', weights);
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('--personal 25 leaves no frame to test on');
    const unclicked = await run(join(folder, 'b-m1'), '--clicks', '5', '--weights', weights);
    expect(unclicked.code).toBe(1);
    expect(unclicked.stderr).toContain('--clicks 5 leaves no frame to test on');
  });

  it('says how it is called when asked', async () => {
    const { code, stdout } = await run('--help');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: npm run evaluate/);
    for (const option of ['reading', 'window', 'person', 'personal', 'clicks', 'config', 'weights', 'json']) {
      expect(stdout).toMatch(new RegExp(`^--${option} `, 'm'));
    }
  });

  it('knows the person by another measurement, folder or zip, with its targets', async () => {
    const [a, b] = [ofFaces('c-m1'), ofFaces('d-m1')];
    const [nobody] = (await readReport(b, '--reading', 'alone', ...SHIPPED)).measurements;
    const [beside] = (await readReport(b, '--person', a, ...SHIPPED)).measurements;
    expect(beside.frames).toBe(nobody.frames);
    expect(beside.errorPct).not.toBe(nobody.errorPct);
    const zip = join(files, 'a.measurement.zip');
    await packZip(a, zip);
    expect((await readReport(b, '--person', zip, ...SHIPPED)).measurements).toEqual([beside]);

    // The same photos with targets that all lie in one corner: they agree, so something is learned from them.
    const json = JSON.parse(await readFile(join(a, 'measurement.json'), 'utf8'));
    const corner = join(files, 'corner');
    await cp(a, corner, { recursive: true });
    const frames = json.frames.map((frame: object) => Object.assign({}, frame, { x: 0.95, y: 0.05 }));
    await writeFile(join(corner, 'measurement.json'), JSON.stringify({ ...json, frames }));
    const [other] = (await readReport(b, '--person', corner, ...SHIPPED)).measurements;
    expect(other.errorPct).not.toBe(beside.errorPct);
  });

  it('refuses to know a person by what it evaluates, also by a copy of it', async () => {
    const a = join(folder, 'a-m1');
    const zip = join(files, 'copy.measurement.zip');
    await packZip(a, zip);
    for (const args of [
      [a, '--person', a],
      [folder, '--person', a],
      [a, '--person', zip],
      [zip, '--person', a],
    ]) {
      const { code, stdout, stderr } = await run(...args, '--weights', weights);
      expect(code).toBe(1);
      expect(stdout).toBe('');
      expect(stderr).toContain('is the measurement that --person names (a-m1); evaluate another one.');
    }
    const { code, stderr } = await run(join(folder, 'b-m1'), '--person', folder, '--weights', weights);
    expect(code).toBe(1);
    expect(stderr).toContain('holds 2 measurements; --person takes one.');
  });

  it('reads the gaze in photos, beside what is known of the person', async () => {
    const photo = join(ofFaces('d-m1'), frameFile(0));
    const { code, stdout } = await run(photo, ...SHIPPED);
    expect(code).toBe(0);
    expect(stdout).toMatch(/000\.jpg: x -?\d+\.\d %, y -?\d+\.\d % of the screen, confidence \d\.\d\d\n$/);

    const { photos } = await readReport(photo, photo, ...SHIPPED);
    expect(photos.map(({ path }: { path: string }) => path)).toEqual([photo, photo]);
    const { gaze } = photos[0];
    expect(Object.keys(gaze)).toEqual(['xPct', 'yPct', 'confidence']);
    expect(stdout).toContain(`x ${gaze.xPct.toFixed(1)} %, y ${gaze.yPct.toFixed(1)} %`);
    expect(photos[1]).toEqual(photos[0]);

    const known = await readReport(photo, '--person', ofFaces('c-m1'), ...SHIPPED);
    expect(known.photos[0].gaze.xPct).not.toBe(gaze.xPct);
  });

  it('reads a photo of any format, upright, as the same picture', async () => {
    const jpeg = join(ofFaces('d-m1'), frameFile(0));
    const lying = join(files, 'lying.PNG');
    const [png, grey, greyWebp] = [join(files, 'p.png'), join(files, 'grey.png'), join(files, 'grey.webp')];
    await sharp(jpeg).png().toFile(png);
    // Turned left, and a note that says so.
    await sharp(jpeg).rotate(270).withMetadata({ orientation: 6 }).png().toFile(lying.replace('PNG', 'png'));
    await rename(lying.replace('PNG', 'png'), lying);
    await sharp(jpeg).greyscale().png().toFile(grey);
    await sharp(grey).toColourspace('srgb').webp({ lossless: true }).toFile(greyWebp);
    const { photos } = await readReport(jpeg, png, lying, grey, greyWebp, ...SHIPPED);
    const [first, second, third, fourth, fifth] = photos.map(({ gaze }: { gaze: object }) => gaze);
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    expect(fourth).not.toEqual(first);
    expect(fifth).toEqual(fourth);
  });

  it('says so where a photo shows no open eyes', async () => {
    const photo = join(folder, 'b-m1', frameFile(0));
    const closed = await writeWeights('closed.safetensors', -20);
    const { code, stdout } = await run(photo, '--weights', closed);
    expect(code).toBe(0);
    expect(stdout).toBe(`${photo}: no open eyes\n`);
    const json = JSON.parse((await run(photo, '--json', '--weights', closed)).stdout);
    expect(json).toEqual({ photos: [{ path: photo, gaze: null }] });
    const known = await run(photo, '--person', join(folder, 'a-m1'), '--weights', closed);
    expect(known.code).toBe(1);
    expect(known.stderr).toContain('the network finds open eyes in none of its frames');
  });

  it.each([
    ['missing.jpg', 'there is no such photo'],
    ['text.jpg', 'the photo cannot be decoded'],
  ])('refuses %s', async (name, words) => {
    await writeFile(join(files, 'text.jpg'), 'not a photo');
    const { code, stdout, stderr } = await run(join(files, name), '--weights', weights);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(`${name}: ${words}`);
  });

  it('reads a zip as the folder that it packs', async () => {
    const path = join(folder, 'a-m1');
    await packZip(path, join(folder, 'a.measurement.zip'));
    const fromZip = await run(join(folder, 'a.measurement.zip'), '--json', '--weights', weights);
    await rm(join(folder, 'a.measurement.zip'));
    expect(fromZip.stdout).toBe((await run(path, '--json', '--weights', weights)).stdout);
  });

  it('prints a table by default', async () => {
    const { stdout } = await run(join(folder, 'b-m1'), '--weights', weights);
    expect(stdout).toMatch(/^measurement +person +frames +error %/);
    expect(stdout).toMatch(/worst person: b, \d+\.\d %\n$/);
  });

  it.each([
    [['nowhere'], 'there is no such file or folder'],
    [[], 'Usage'],
    [['.', '--reading', 'layer'], 'memory, alone, measured or batch, not "layer"'],
    [['.', '--normalization', 'batch'], "'--normalization'"],
    [['.', '--window', '0'], '"0"'],
    [['.', '--reading', 'memory', '--person', 'x'], 'is read alone, not with --reading memory'],
    [['.', '--reading', 'batch', '--person', 'x'], 'is read alone, not with --reading batch'],
    [['a.jpg', '--reading', 'memory'], 'A photo is read alone'],
    [['.', '--reading', 'measured', '--person', 'x'], 'is read alone, not with --reading measured'],
    [['.', '--personal', '4'], '5 targets or more, not "4"'],
    [['.', '--personal', '9.5'], 'not "9.5"'],
    [['.', '--personal', '9', '--reading', 'memory'], 'no --reading, no --person, no photos'],
    [['.', '--personal', '9', '--person', 'x'], 'no --reading, no --person, no photos'],
    [['a.jpg', '--personal', '9'], 'no --reading, no --person, no photos'],
    [['.', '--clicks', '3'], '5 clicks or more, not "3"'],
    [['.', '--clicks', '10', '--reading', 'alone'], '--clicks reads measurements in a way of its own'],
    [['.', '--clicks', '10', '--personal', '9'], 'one at a time'],
    [['a.jpg', 'src'], 'a.jpg is a photo, src is none'],
    [['.', '--config', 'quarter'], '"quarter"'],
    [['src'], 'no measurement folder'],
    [['package.json'], 'not a zip'],
  ])('refuses %j', async (args, words) => {
    const { code, stdout, stderr } = await run(...args);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(words);
  });

  it('refuses a measurement that lacks a photo, whole', async () => {
    await writeMeasurement('c-m1', 'c', 3);
    await rm(join(folder, 'c-m1', frameFile(1)));
    const { code, stdout, stderr } = await run(folder, '--json', '--weights', weights);
    await rm(join(folder, 'c-m1'), { recursive: true });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('c-m1, frames/001.jpg: measurement.json names this photo, but it is missing');
  });

  it('says which weights are bad', async () => {
    const { code, stderr } = await run(folder, '--weights', join(folder, 'a-m1/measurement.json'));
    expect(code).toBe(1);
    expect(stderr).toContain('a-m1/measurement.json: The header claims');
  });
});
