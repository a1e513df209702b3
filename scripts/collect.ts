/**
 * Collects what came back of a study into tables: `npm run collect -- --study FILE --in DIR --out DIR`; `--help` says what else
 * there is.
 */
import { SingleBar } from 'cli-progress';
import { collectStudy } from './collect/collect-study.ts';
import { summarize } from './collect/collection.ts';
import { readOptions, USAGE, type CollectOptions } from './collect/options.ts';
import { runCommand } from './run-command.ts';

/** As shells have it of what Ctrl+C ended. */
const CANCELLED_STATUS = 130;

/** What is printed. */
async function run(options: CollectOptions): Promise<string> {
  const cancel = new AbortController();
  const onSignal = (): void =>
    cancel.abort(new Error('Stopped. What is whole is kept; the next run goes on.'));
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const bar = new SingleBar({
    stream: process.stderr,
    format: '{bar} {value}/{total} submissions, {eta_formatted} left',
    clearOnComplete: true,
  });
  const startMs = performance.now();
  try {
    const collected = await collectStudy(options, {
      signal: cancel.signal,
      onProgress(done, total) {
        if (done === 0) bar.start(total, 0);
        else bar.update(done);
      },
    });
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
    return `${summarize(collected)}\nIn ${seconds} s: ${options.out}`;
  } finally {
    bar.stop();
    if (cancel.signal.aborted) process.exitCode = CANCELLED_STATUS;
  }
}

await runCommand(USAGE, (args) => run(readOptions(args)));
