// Asks the worker for what may be of no use before it is done, and takes the request back when it is.
import type { Remote } from 'comlink';
import type { Analysis } from './analysis-worker.ts';
import { getAnalysis } from './start-analysis.ts';

let lastTicket = 0;

/**
 * What the worker answers. Once the signal is aborted the worker drops the request at its next step, and nothing that it
 * may have answered comes through.
 * @throws {DOMException} the signal's reason; what the worker throws
 */
export async function askAnalysis<Result>(
  signal: AbortSignal,
  request: (analysis: Remote<Analysis>, ticket: number) => Promise<Result>,
  analysis: Remote<Analysis> = getAnalysis(),
): Promise<Result> {
  signal.throwIfAborted();
  lastTicket += 1;
  const ticket = lastTicket;
  const cancel = (): void => void analysis.cancel(ticket);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await request(analysis, ticket);
  } finally {
    signal.removeEventListener('abort', cancel);
    signal.throwIfAborted();
  }
}
