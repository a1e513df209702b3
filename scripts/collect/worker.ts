/** A thread of `npm run collect`: reads one submission after the other as it is told to. */
import { parentPort, workerData } from 'node:worker_threads';
import { collectFile, type CollectContext, type CollectedFile, type CollectJob } from './collect-file.ts';
import { paintPage, type PictureJob, type PaintedPage } from './paint-pages.ts';
import type { ThreadAnswer } from './run-threads.ts';

const port = parentPort!;
const context = workerData as CollectContext;

async function work(job: CollectJob | PictureJob): Promise<ThreadAnswer<CollectedFile | PaintedPage>> {
  try {
    return { result: 'page' in job ? await paintPage(job, context) : await collectFile(job, context) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

port.on(
  'message',
  (job: CollectJob | PictureJob) => void work(job).then((answer) => port.postMessage(answer)),
);
