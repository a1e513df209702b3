// Packs a made-up submission as the extension does.
import { createHash } from 'node:crypto';
import { TextReader, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { SESSION_FILE, SUBMISSION_ENTRY, type Submission } from '../../src/study/submission.ts';
import { encryptStream } from '../../src/study/submission-zip/age.ts';

export type PackedFile = { file: string; bytes: Uint8Array<ArrayBuffer> };

/** @param recipient encrypts it, where there is one */
export async function packSubmission(
  submission: Omit<Submission, 'files'>,
  files: readonly PackedFile[],
  recipient?: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const zip = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  const listed: Submission['files'] = [];
  for (const { file, bytes } of files) {
    await zip.add(file, new Uint8ArrayReader(bytes), file === SESSION_FILE ? { level: 0 } : {});
    listed.push({ file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  await zip.add(SUBMISSION_ENTRY, new TextReader(JSON.stringify({ ...submission, files: listed })));
  const packed = (await zip.close()) as Uint8Array<ArrayBuffer>;
  return recipient === undefined ? packed : encrypt(packed, recipient);
}

export async function encrypt(
  bytes: Uint8Array<ArrayBuffer>,
  recipient: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = await encryptStream(new Blob([bytes]).stream(), recipient);
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
}
