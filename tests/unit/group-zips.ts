// Groups' zips for tests: written, taken apart, and put together again.
import { BlobReader, Uint8ArrayReader, Uint8ArrayWriter, ZipReader, ZipWriter } from '@zip.js/zip.js';
import { exportGroup } from '../../src/group/export.ts';
import type { FoveaDatabase } from '../../src/storage/database.ts';

/** What was written until the sink was closed or aborted. */
export function createSink() {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const state = { ended: 'open' };
  const sink = new WritableStream<Uint8Array>({
    write: (part) => void parts.push(new Uint8Array(part)),
    close: () => void (state.ended = 'closed'),
    abort: () => void (state.ended = 'aborted'),
  });
  return { sink, state, toBlob: () => new Blob(parts) };
}

/** A group's zip, whole. */
export async function exportZip(from: FoveaDatabase, groupId: string, now: Date): Promise<Blob> {
  const { sink, state, toBlob } = createSink();
  await exportGroup(from, groupId, sink, { now });
  if (state.ended !== 'closed') throw new Error(`The zip is ${state.ended}.`);
  return toBlob();
}

export type Entry = [name: string, content: Uint8Array<ArrayBuffer>];

export async function unpack(zip: Blob): Promise<Entry[]> {
  const entries = await new ZipReader(new BlobReader(zip)).getEntries();
  return Promise.all(
    entries.map(async (entry): Promise<Entry> => {
      if (entry.directory) throw new Error('a folder');
      return [entry.filename, await entry.getData(new Uint8ArrayWriter())];
    }),
  );
}

export async function pack(entries: readonly Entry[], level = 0): Promise<Blob> {
  const { sink, toBlob } = createSink();
  const zip = new ZipWriter(sink, { useWebWorkers: false });
  for (const [name, content] of entries) await zip.add(name, new Uint8ArrayReader(content), { level });
  await zip.close();
  return toBlob();
}
