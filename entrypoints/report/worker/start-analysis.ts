// The page's side of its one worker for analysis.
import { wrap, type Remote } from 'comlink';
import type { Analysis } from './analysis-worker.ts';

let started: Remote<Analysis> | undefined;

/** Starts the worker at first use; it lives as long as the page. */
export function getAnalysis(): Remote<Analysis> {
  started ??= wrap<Analysis>(
    new Worker(new URL('./analysis-worker.ts', import.meta.url), { type: 'module' }),
  );
  return started;
}
