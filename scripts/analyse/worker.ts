/** A thread of `npm run analyse`: analyses one file after the other as it is told to. */
import { parentPort, workerData } from 'node:worker_threads';
import { analyseFile, type SessionResult } from './analyse-file.ts';
import type { AnalyseOptions } from './options.ts';

/** What the thread is told. */
export type ToWorker = { type: 'analyse'; path: string } | { type: 'claimed'; granted: boolean };
/** What it tells. */
export type FromWorker =
  | { type: 'claim'; id: string }
  | { type: 'done'; path: string; result: SessionResult }
  | { type: 'failed'; path: string; reason: string };

const port = parentPort!;
const options = workerData as AnalyseOptions;
let onClaimed: (granted: boolean) => void = () => undefined;

function claim(id: string): Promise<boolean> {
  port.postMessage({ type: 'claim', id } satisfies FromWorker);
  return new Promise((resolve) => {
    onClaimed = resolve;
  });
}

async function analyse(path: string): Promise<void> {
  try {
    const result = await analyseFile(path, options, claim);
    port.postMessage({ type: 'done', path, result } satisfies FromWorker);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    port.postMessage({ type: 'failed', path, reason } satisfies FromWorker);
  }
}

port.on('message', (message: ToWorker) => {
  if (message.type === 'claimed') onClaimed(message.granted);
  else void analyse(message.path);
});
