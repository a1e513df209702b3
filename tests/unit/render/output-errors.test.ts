import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { partialFolder, writeMeasurement } from '../../../training/render/output/measurement-writer.ts';
import type { MeasurementOrder } from '../../../training/render/output/measurement-writer.ts';
import { OutputError, writeWhole } from '../../../training/render/output/write-whole.ts';
import { createRandom } from '../../../training/render/random.ts';
import { renderAll } from '../../../training/render/render-all.ts';
import { drawHabits } from '../../../training/render/scene/habits.ts';
import type { Studio } from '../../../training/render/studio.ts';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'fovea-out-'));
});
afterEach(() => rmSync(out, { recursive: true }));

const order = (seed = '1'): MeasurementOrder => ({
  seed,
  person: 'p0001',
  sitting: 1,
  plan: 'dots',
  frames: 5,
  sizePx: 64,
  out,
});

/** A studio without assets: empty chairs before a grey wall. */
const studio = {
  seat: (seed: string, person: string) => ({
    person: { habits: drawHabits(createRandom(person)), hairStyle: { cut: 'none' } },
    sitting: {
      screen: { widthPx: 1920, heightPx: 1080, widthCm: 34.5, heightCm: 19.4 },
      camera: { widthPx: 640, heightPx: 480, verticalFovDeg: 40, offsetCm: [0, 0], model: { name: 'grey' } },
      light: { environment: { name: 'wall' } },
      sensor: { jpegQuality: 80 },
      distanceCm: 60,
    },
    shift: false,
    random: createRandom(seed),
    capture: () =>
      Promise.resolve({ rgb: new Uint8Array(64 * 64 * 3).fill(90), pose: { eyes: 'absent' }, drawing: {} }),
  }),
} as unknown as Studio;

/** What the system says when a disk is full. */
function diskFull(): never {
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
}

describe('writeMeasurement', () => {
  it('writes a whole folder under its final name and nothing else', async () => {
    expect(await writeMeasurement(studio, order())).toBe(5);
    expect(readdirSync(out)).toEqual(['p0001-m1']);
    expect(readdirSync(join(out, 'p0001-m1/frames'))).toHaveLength(5);
    expect(JSON.parse(readFileSync(join(out, 'p0001-m1/measurement.json'), 'utf8'))).toMatchObject({
      id: 'p0001-m1',
      person: 'p0001',
    });
  });

  it('leaves a measurement alone that stands already', async () => {
    mkdirSync(join(out, 'p0001-m1'));
    expect(await writeMeasurement(studio, order())).toBe(0);
    expect(readdirSync(join(out, 'p0001-m1'))).toEqual([]);
  });

  it('begins anew where an earlier run was killed in the middle', async () => {
    mkdirSync(partialFolder(order()));
    writeFileSync(join(partialFolder(order()), 'left-over.jpg'), 'x');
    await writeMeasurement(studio, order());
    expect(readdirSync(join(out, 'p0001-m1')).toSorted()).toEqual(['frames', 'measurement.json']);
  });

  it.each([0, 3, 5])(
    'leaves nothing half-written when the disk is full at write %i, and goes on later',
    async (full) => {
      let writes = 0;
      const write = ((path: string, bytes: Uint8Array) =>
        writes++ === full ? diskFull() : writeFileSync(path, bytes)) as typeof writeFileSync;
      await expect(writeMeasurement(studio, order(), write)).rejects.toThrow(
        /Can't write .*p0001-m1.*: no space left on the disk.*run the same command again/,
      );
      expect(readdirSync(out)).toEqual([]);
      expect(await writeMeasurement(studio, order())).toBe(5);
    },
  );

  it('says so when the output folder is below a file', async () => {
    writeFileSync(join(out, 'file'), '');
    const below = { ...order(), out: join(out, 'file') };
    await expect(writeMeasurement(studio, below)).rejects.toThrow(/is a file, not a folder|in the way/);
  });
});

describe('writeWhole', () => {
  it('keeps an older file and no partial one when the disk is full', () => {
    const file = join(out, 'sheet.png');
    writeFileSync(file, 'old');
    const write = ((path: string) => {
      writeFileSync(path, 'hal');
      diskFull();
    }) as typeof writeFileSync;
    expect(() => writeWhole(file, 'whole', write)).toThrow(OutputError);
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(readdirSync(out)).toEqual(['sheet.png']);
  });

  it.runIf(existsSync('/dev/full'))('knows what a full disk says', () => {
    const toFull = ((_: string, bytes: string) => writeFileSync('/dev/full', bytes)) as typeof writeFileSync;
    expect(() => writeWhole(join(out, 'a'), 'bytes', toFull)).toThrow(/no space left on the disk/);
  });
});

describe('renderAll', () => {
  const setup = { assets: '/nowhere', sizePx: 64, shift: false };
  const options = {
    workers: 1,
    onProgress: () => {},
    workerFile: new URL('./dying-worker.ts', import.meta.url),
  };

  it.each([
    ['exit', /p0001-m1 failed: its worker ended with code 7/],
    ['throw', /p0001-m1 failed: out of paint/],
  ])('names the measurement and cleans up when a worker dies (%s)', async (seed, message) => {
    await expect(renderAll([order(seed)], setup, options)).rejects.toThrow(message);
    expect(readdirSync(out)).toEqual([]);
  });

  it('cleans up when it is interrupted', async () => {
    const abort = new AbortController();
    const rendering = renderAll([order('hang')], setup, { ...options, signal: abort.signal });
    while (!existsSync(partialFolder(order()))) await new Promise((resolve) => setTimeout(resolve, 20));
    abort.abort(new Error('Ctrl-C'));
    await expect(rendering).rejects.toThrow('Ctrl-C');
    expect(readdirSync(out)).toEqual([]);
  });
});

describe('npm run render', () => {
  let assets: string;
  beforeAll(() => {
    assets = mkdtempSync(join(tmpdir(), 'fovea-no-assets-'));
  });
  afterAll(() => rmSync(assets, { recursive: true }));

  const render = (...args: string[]): { status: number | null; stderr: string } => {
    const script = join(import.meta.dirname, '../../../training/render/render.ts');
    const { status, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
    return { status, stderr: stderr.replace(/.*frames\/s.*\n/g, '') };
  };

  it('says in one line what is wrong with the assets, and leaves nothing', () => {
    const { status, stderr } = render('--assets', assets, '--out', out, '--people', '1', '--workers', '1');
    expect(status).toBe(1);
    expect(stderr).toMatch(/facekit.*--assets must name the folder/);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(readdirSync(out)).toEqual([]);
  });

  it('says in one line where it cannot write', () => {
    writeFileSync(join(out, 'file'), '');
    const { status, stderr } = render('--assets', assets, '--out', join(out, 'file/below'), '--people', '1');
    expect(status).toBe(1);
    expect(stderr).toMatch(/Can't write .*file\/below: .*Name another folder/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it.each([
    [['--task', 'juggling'], /--task is one of dots, reading/],
    [['--task', 'reading', '--rate', '0'], /--rate takes a whole number from 5 to 60/],
    [['--task', 'reading', '--rate', '30', '--seconds', '600'], /more than the 5000/],
    [['--task', 'reading', '--event', 'flood'], /--event is one of lean, light, guest, not 'flood'/],
    [
      ['--task', 'reading', '--event', 'lean'],
      /event at 60 s is not inside the sequence of 40 s: --at takes at most 39/,
    ],
    [['--task', 'reading', '--event', 'guest', '--at', '36', '--seconds', '39'], /--at takes at most 35/],
    [['--task', 'reading', '--at', '5'], /give --event too/],
    [['--event', 'lean'], /--event and --at are for sequences: give --rate too/],
    [['--wings'], /Unknown option '--wings'/],
  ])('refuses %j', (args, message) => {
    const { status, stderr } = render('--assets', assets, '--out', out, ...args);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
  });
});
