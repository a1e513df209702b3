// Reads a picture's file into a data URL, as the definition holds it.
import { formatSize } from '../../../../src/ui/format-size.ts';

const TYPES = new Set(['image/png', 'image/jpeg', 'image/webp']);
/** As a data URL it is a third longer. */
const MAX_BYTES = 6_000_000;

export type ReadPicture = { ok: true; dataUrl: string } | { ok: false; message: string };

export async function readPicture(file: File): Promise<ReadPicture> {
  if (!TYPES.has(file.type)) return { ok: false, message: `“${file.name}” is no PNG, JPEG or WebP.` };
  if (file.size > MAX_BYTES) {
    const [size, most] = [formatSize(file.size), formatSize(MAX_BYTES)];
    return { ok: false, message: `“${file.name}” has ${size}; at most ${most} fit. Make it smaller.` };
  }
  try {
    const bitmap = await createImageBitmap(file);
    bitmap.close();
  } catch {
    return { ok: false, message: `“${file.name}” is damaged: it cannot be shown.` };
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { ok: true, dataUrl: `data:${file.type};base64,${encodeBase64(bytes)}` };
}

function encodeBase64(bytes: Uint8Array): string {
  const CHUNK = 32_768;
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(text);
}
