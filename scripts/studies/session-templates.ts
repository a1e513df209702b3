// Sessions for many participants, made quickly: a few are generated and packed, and each participant gets one of them under a name of
// their own. So participants who share a template looked alike; whoever needs all to differ takes as many templates.
import {
  BlobReader,
  BlobWriter,
  TextReader,
  Uint8ArrayWriter,
  ZipReader,
  ZipWriter,
  type FileEntry,
} from '@zip.js/zip.js';
import { reduceSession } from '../../src/session/export/detail-level.ts';
import {
  parseSessionHeader,
  formatSessionHeader,
  SESSION_ENTRY,
} from '../../src/session/file/file-format.ts';
import { writeSessionZip } from '../../src/session/file/session-zip-writer.ts';
import type { DetailLevel } from '../../src/session/session-data.ts';
import { lookAtPoster } from './look-at-poster.ts';
import { makeSession, type MadeSession, type MakeSessionOptions } from '../sessions/make-session.ts';

export type SessionTemplate = {
  made: MadeSession;
  /** The session's file under another name. */
  pack(own: OwnSession): Promise<Uint8Array<ArrayBuffer>>;
};

export type OwnSession = {
  id: string;
  participant: string;
  study: string;
  createdAt: string;
  accuracyPct: number;
  precisionPct: number;
};

export async function makeTemplate(
  options: MakeSessionOptions,
  detail: DetailLevel,
  hasPoster: boolean,
): Promise<SessionTemplate> {
  const pages = makeSession({ ...options, screenshots: detail === 'screenshots' });
  const made = hasPoster ? lookAtPoster(pages, options.seed ?? 0) : pages;
  const session = reduceSession(made.session, detail);
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const readShot = async ({ index }: { index: number }) =>
    new Blob([Uint8Array.from(await made.drawShot(index))], { type: 'image/webp' });
  const written = writeSessionZip(session, readShot, writable);
  const blob = await new Response(readable as ReadableStream<Uint8Array<ArrayBuffer>>).blob();
  await written;
  const entries = (await new ZipReader(new BlobReader(blob)).getEntries()) as FileEntry[];
  const head = entries.find(({ filename }) => filename === SESSION_ENTRY)!;
  const json = await (await head.getData(new BlobWriter(), { useWebWorkers: false })).text();
  const header = parseSessionHeader(JSON.parse(json), 'the template');
  const parts = await Promise.all(
    entries
      .filter((entry) => entry !== head)
      .map(async (entry) => {
        const packed = await entry.getData(new BlobWriter(), { passThrough: true, useWebWorkers: false });
        return { entry, packed };
      }),
  );
  return {
    made,
    async pack({ id, participant, study, createdAt, accuracyPct, precisionPct }) {
      const zip = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
      for (const { entry, packed } of parts) {
        await zip.add(entry.filename, new BlobReader(packed), { entry, passThrough: true });
      }
      const info = {
        ...header.info,
        id,
        createdAt,
        person: participant,
        name: study,
        accuracy: { checkedAt: createdAt, errorPct: accuracyPct, precisionPct },
      };
      await zip.add(SESSION_ENTRY, new TextReader(JSON.stringify(formatSessionHeader({ ...header, info }))));
      return (await zip.close()) as Uint8Array<ArrayBuffer>;
    },
  };
}
