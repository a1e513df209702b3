/**
 * Measures the export of a large group and the check of its zip: `npm run bench:group -- [--gb 5.2]`. The zip is written to the
 * system's temporary folder as it is made, read back whole as an import checks it, and deleted.
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

const MB = 1000 * 1000;
const GB = 1000 * MB;
const PHOTOS = 100;
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

const { values } = parseArgs({ options: { gb: { type: 'string', default: '5.2' } } });
const photo = await drawPhoto();
const people = Math.ceil((Number(values.gb) * GB) / (PHOTOS * photo.size));
const database = openDatabase('bench-group');
const groupId = await storeGroup(database);
const folder = await mkdtemp(join(tmpdir(), 'fovea-bench-group-'));
const path = join(folder, 'bench.group.zip');
print(`${people} people, ${PHOTOS} photos of ${Math.round(photo.size / 1000)} kB each`);
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
  const definition = { title: 'Bench', consentText: 'I take part freely.', targetCount: PHOTOS } as const;
  const { id: group, title, consent, targetCount } = await addGroup(into, definition, codes);
  for (const { id, code, personId } of await listParticipants(into, group)) {
    const participant = { id, code, personId };
    await joinGroup(into, { groupId: group, title, consent, targetCount, participant });
    const measurement = await beginMeasurement(into, {
      personId,
      screen: { widthPx: 1920, heightPx: 1080, extra: {} },
      camera: { widthPx: 1280, heightPx: 720, extra: {} },
      targets: { seed: 1, count: PHOTOS },
      extra: { surface: 'screen' },
    });
    for (let target = 0; target < PHOTOS; target += 1) {
      await addFrame(into, measurement.id, { x: 0.5, y: 0.5, timestampMs: target, target, jpeg: photo });
    }
  }
  return group;
}

/** As an import does before it stores anything. */
async function checkAll(): Promise<void> {
  const content = new FileBlob(path);
  if (!(await isGroupZip(content))) throw new Error('The zip is no group’s.');
  const zip = await readGroupZip(content, path);
  if (zip.measurements.length !== people) throw new Error(`It has ${zip.measurements.length} measurements.`);
  for (const measurement of zip.measurements) await zip.checkMeasurement(measurement);
  print(`${(content.size / GB).toFixed(2)} GB, ${zip.measurements.length} measurements`);
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
