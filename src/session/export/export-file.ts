// A file of an export before it is written: where it goes, and its content, made only when it is asked for.

type Bytes = Uint8Array<ArrayBuffer> | Blob | ReadableStream<Uint8Array<ArrayBuffer>>;

export type ExportFile = {
  /** `/` between folders. */
  path: string;
  /** Text comes in parts, which are made one at a time. */
  content: () => Iterable<string> | Bytes | Promise<Bytes>;
  /** Whether packing it makes it smaller. */
  compressible: boolean;
};

export function textFile(path: string, content: () => Iterable<string>): ExportFile {
  return { path, content, compressible: true };
}

export function jsonFile(path: string, json: () => unknown): ExportFile {
  return { path, content: () => [`${JSON.stringify(json(), null, 2)}\n`], compressible: true };
}

export function bytesFile(path: string, content: ExportFile['content']): ExportFile {
  return { path, content, compressible: false };
}

/** A stream's chunk costs far more than a row's text. */
const CHUNK_LENGTH = 64 * 1024;

/** Text parts as a stream of UTF-8, made as they are taken. */
export function streamText(parts: Iterable<string>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const iterator = parts[Symbol.iterator]();
  return new ReadableStream({
    pull(controller) {
      let text = '';
      while (text.length < CHUNK_LENGTH) {
        const { done, value } = iterator.next();
        if (done) {
          if (text !== '') controller.enqueue(encoder.encode(text));
          controller.close();
          return;
        }
        text += value;
      }
      controller.enqueue(encoder.encode(text));
    },
  });
}

/** Text parts, packed by gzip. */
export async function gzipText(parts: Iterable<string>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = streamText(parts).pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
