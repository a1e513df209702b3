// Runs the end-to-end tests: `npm run test:e2e [-- FILE... and vitest's options]`. Where `CI` is set, the files that failed are run once more from
// their beginning, in browsers of their own: on a busy machine a browser may fail, and what a test left behind is gone then.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where more files fail, it is not the machine. */
const MOST_FILES = 3;

/** What vitest's JSON reporter writes, as Jest's does. */
type Report = { testResults: { name: string; status: string; assertionResults: { status: string }[] }[] };

const folder = mkdtempSync(join(tmpdir(), 'fovea-e2e-'));
const reportPath = join(folder, 'report.json');

/** Answers the exit status. */
function run(files: readonly string[], more: readonly string[] = []): number {
  const vitest = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs');
  const command = [vitest, 'run', '--config', 'tests/e2e/vitest.config.ts', ...more, ...files];
  return spawnSync(process.execPath, command, { stdio: 'inherit' }).status ?? 1;
}

function readFailed(): Report['testResults'] {
  try {
    const { testResults } = JSON.parse(readFileSync(reportPath, 'utf8')) as Report;
    return testResults.filter(({ status }) => status === 'failed');
  } catch {
    // It ended before it wrote one.
    return [];
  }
}

let status = run(process.argv.slice(2), [
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reportPath}`,
]);
const failed = status !== 0 && process.env['CI'] ? readFailed() : [];
if (failed.length > 0 && failed.length <= MOST_FILES) {
  const results = failed.flatMap(({ assertionResults }) => assertionResults);
  const count = (what: string): number => results.filter((result) => result.status === what).length;
  // `.ci/run` takes them off what it counts.
  console.log(`== tried again: ${count('failed')} failed, ${count('passed')} passed`);
  const names = failed.map(({ name }) => name);
  console.log(names.join('\n'));
  status = run(names);
}
rmSync(folder, { recursive: true, force: true });
process.exitCode = status;
