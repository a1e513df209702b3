// Where a large file goes: straight to a place that the person chooses, else through the browser's downloads.
import { saveFile } from './save-file.ts';

export type OpenSink = {
  readonly sink: WritableStream<Uint8Array>;
  /** After the sink was closed. */
  readonly finish: () => Promise<void>;
  /** The name as it was chosen. */
  readonly name: string;
};

/** Not in the DOM typings, because it is not in every browser. */
type SavePicker = (options: {
  suggestedName: string;
  types: { description: string; accept: Record<string, string[]> }[];
}) => Promise<FileSystemFileHandle>;

function findPicker(): SavePicker | undefined {
  return (window as { showSaveFilePicker?: SavePicker }).showSaveFilePicker?.bind(window);
}

/** Whether a file can be written while it is made, however large. */
export function canStream(): boolean {
  return findPicker() !== undefined;
}

/**
 * Must follow a key press or click of the person.
 * @returns null where they chose no place
 * @see https://developer.mozilla.org/docs/Web/API/Window/showSaveFilePicker
 */
export async function openSink(suggestedName: string): Promise<OpenSink | null> {
  const pick = findPicker();
  if (!pick) return openDownload(suggestedName);
  try {
    const types = [{ description: 'Zip', accept: { 'application/zip': ['.zip'] } }];
    const handle = await pick({ suggestedName, types });
    // What is written lies beside the file until the sink is closed, so that no half of it is ever there.
    return { sink: await handle.createWritable(), finish: async () => undefined, name: handle.name };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

function openDownload(name: string): OpenSink {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>();
  const content = new Response(readable, { headers: { 'Content-Type': 'application/zip' } }).blob();
  // An abort is told by who writes.
  content.catch(() => undefined);
  return { sink: writable, finish: async () => saveFile(name, await content), name };
}
