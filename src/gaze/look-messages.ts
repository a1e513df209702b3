// What the page and its looking worker say to each other.
import type { Backend } from '../model/backend.ts';
import type { Look } from './look.ts';

export type LookRequest =
  /** The first message: where the network shall run. */
  | { kind: 'start'; prefer?: Backend }
  /** `id` comes back with the answer. A frame is handed over, and closed there. */
  | { kind: 'look'; id: number; source: ImageBitmap | Blob };

/** `message`: why there is no look, in plain words. */
export type LookAnswer = { id: number; look: Look } | { id: number; message: string };
