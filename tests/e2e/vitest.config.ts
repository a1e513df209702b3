// End-to-end tests: the built extension in a real Chromium.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const MINUTE = 60_000;

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: {
    name: 'e2e',
    include: ['*.test.ts'],
    environment: 'node',
    // Each test runs a network in a browser: two at once would starve each other of processor time.
    fileParallelism: false,
    // Each thing that is waited for has a limit of its own: these are for what never ends.
    testTimeout: 6 * MINUTE,
    hookTimeout: 2 * MINUTE,
    // Poll for what is drawn or stored some time after an action: a busy machine takes longer than the default second.
    expect: { poll: { timeout: 10_000, interval: 20 } },
    // A browser, a camera and a network share few cores there. A test that needed its second try is named as such.
    retry: process.env['CI'] ? 1 : 0,
  },
});
