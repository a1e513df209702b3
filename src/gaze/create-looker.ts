// The page's side of the worker that looks at frames and photos.
import type { Backend } from '../model/backend.ts';
import type { LookAnswer, LookRequest } from './look-messages.ts';
import type { Look } from './look.ts';

export type Looker = {
  /**
   * Whether open eyes are in a frame, which is handed over, or a photo; and how they are lit. One after the other.
   * @throws {Error} in plain words where the network cannot run; the signal's reason once aborted
   */
  look(source: ImageBitmap | Blob): Promise<Look>;
};

type Waiting = { resolve: (look: Look) => void; reject: (reason: unknown) => void };

/** Starts a worker, which loads the network at once; aborting ends it. */
export function createLooker(prefer: Backend | 'auto', signal: AbortSignal): Looker {
  const worker = new Worker(new URL('./look-worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let ended: unknown;

  const end = (reason: unknown): void => {
    ended ??= reason;
    worker.terminate();
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  };
  const send = (request: LookRequest, handedOver: Transferable[] = []): void =>
    worker.postMessage(request, handedOver);

  signal.addEventListener('abort', () => end(signal.reason), { once: true });
  worker.addEventListener('error', ({ message }) => {
    end(new Error(message || 'The part of Fovea that looks at the camera’s picture did not start.'));
  });
  worker.addEventListener('message', ({ data }: MessageEvent<LookAnswer>) => {
    const { resolve, reject } = waiting.get(data.id)!;
    waiting.delete(data.id);
    if ('look' in data) resolve(data.look);
    else reject(new Error(data.message));
  });
  send({ kind: 'start', ...(prefer === 'auto' ? {} : { prefer }) });

  return {
    look(source) {
      if (ended !== undefined) {
        if (source instanceof ImageBitmap) source.close();
        return Promise.reject(ended);
      }
      asked += 1;
      const id = asked;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        send({ kind: 'look', id, source }, source instanceof ImageBitmap ? [source] : []);
      });
    },
  };
}
