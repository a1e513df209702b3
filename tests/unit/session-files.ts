// Session files as tests want them: packed from a session, or broken in one place.
import { BlobReader, BlobWriter, TextReader, TextWriter, ZipReader, ZipWriter } from '@zip.js/zip.js';
import sharp from 'sharp';
import type { Session, Shot } from '../../src/session/session-data.ts';
import { writeSessionZip, type WriteOptions } from '../../src/session/file/session-zip-writer.ts';

/** Everything that a stream brings, as a Blob. */
export function collect() {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>();
  const content = new Response(readable).blob();
  content.catch(() => undefined);
  return { sink: writable, content };
}

export async function packSession(
  session: Session,
  readShot: (shot: Shot) => Promise<Blob> = drawShot,
  options?: WriteOptions,
): Promise<Blob> {
  const { sink, content } = collect();
  await writeSessionZip(session, readShot, sink, options);
  return content;
}

/** A picture of the size that the shot claims, WebP or PNG by turns. */
export async function drawShot({ index, widthImagePx, heightImagePx }: Shot): Promise<Blob> {
  const background = { r: (index * 50) % 256, g: 120, b: 200 };
  const picture = sharp({
    create: { width: widthImagePx, height: heightImagePx, channels: 3, background },
  });
  const webp = index % 2 === 0;
  const bytes = await (webp ? picture.webp() : picture.png()).toBuffer();
  return new Blob([Uint8Array.from(bytes)], { type: webp ? 'image/webp' : 'image/png' });
}

/** The zip with one entry's text replaced, or without the entry where the change gives null. */
export async function changeEntry(
  zip: Blob,
  entry: string,
  change: (text: string) => string | Blob | null,
): Promise<Blob> {
  const reader = new ZipReader(new BlobReader(zip));
  const writer = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false });
  for (const each of await reader.getEntries()) {
    if (each.directory) continue;
    if (each.filename !== entry) {
      await writer.add(each.filename, new BlobReader(await each.getData(new BlobWriter())));
      continue;
    }
    const changed = change(await each.getData(new TextWriter()));
    if (changed === null) continue;
    await writer.add(entry, typeof changed === 'string' ? new TextReader(changed) : new BlobReader(changed));
  }
  return writer.close();
}
