import { execFile } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { splitWindows } from '../../scripts/evaluate/predict-measurement.ts';
import { frameFile, parseMeasurement } from '../../src/measurement/file-format.ts';
import { writeMeasurementZip } from '../../src/measurement/measurement-zip-writer.ts';
import { createRandom } from './model-random-weights.ts';

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

describe('npm run evaluate', () => {
  const root = join(import.meta.dirname, '../..');
  const weights = join(root, 'tests/fixtures/parity/tiny.safetensors');
  let folder: string;

  /** A measurement of blurred noise; every third frame has its eyes closed. */
  async function writeMeasurement(id: string, person: string, count: number): Promise<void> {
    const random = createRandom(id.length + count);
    await mkdir(join(folder, id, 'frames'), { recursive: true });
    const frames = [];
    for (let i = 0; i < count; i += 1) {
      const pixels = Buffer.from(Array.from({ length: 16 * 16 * 3 }, () => Math.floor(256 * random())));
      const jpeg = await sharp(pixels, { raw: { width: 16, height: 16, channels: 3 } })
        .resize(256, 256)
        .jpeg()
        .toBuffer();
      await writeFile(join(folder, id, frameFile(i)), jpeg);
      const eyes = i % 3 === 2 ? 'closed' : 'open';
      frames.push({ file: frameFile(i), x: random(), y: random(), timestampMs: i * 1000, eyes });
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

  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [join(root, 'scripts/evaluate.ts'), ...args]).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fovea-evaluate-'));
    await writeMeasurement('a-m1', 'a', 9);
    await writeMeasurement('b-m1', 'b', 6);
  });
  afterAll(() => rm(folder, { recursive: true }));

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

  it('normalizes by the window or by the population', async () => {
    const errorOf = async (...args: string[]): Promise<number> =>
      JSON.parse((await run(join(folder, 'a-m1'), '--json', '--weights', weights, ...args)).stdout).overall
        .errorPct;
    const [whole, short, stored] = [
      await errorOf(),
      await errorOf('--window', '3'),
      await errorOf('--normalization', 'stored'),
    ];
    expect(new Set([whole, short, stored]).size).toBe(3);
    expect(await errorOf('--window', '6')).toBe(whole);
  });

  it('reads a zip as the folder that it packs', async () => {
    const path = join(folder, 'a-m1');
    const json = JSON.parse(await readFile(join(path, 'measurement.json'), 'utf8'));
    const zip = await writeMeasurementZip(parseMeasurement(json, path), (file) =>
      openAsBlob(join(path, file)),
    );
    await writeFile(join(folder, 'a.measurement.zip'), new Uint8Array(await zip.arrayBuffer()));
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
    [['.', '--normalization', 'layer'], '"layer"'],
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
