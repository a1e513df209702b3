/** Unit tests in Node, and tests that need a real browser in Chromium. */
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          environment: 'node',
        },
      },
      {
        // tfjs is CommonJS inside; one bundle of it, made before the first test, keeps one engine for all backends.
        optimizeDeps: {
          include: [
            '@tensorflow/tfjs-core',
            '@tensorflow/tfjs-backend-cpu',
            '@tensorflow/tfjs-backend-wasm',
            '@tensorflow/tfjs-backend-webgpu',
          ],
        },
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.{ts,tsx}'],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({
              launchOptions: {
                executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
                args: [
                  '--no-sandbox',
                  // WebGPU on the processor: slow, but its numerics are those of the real thing.
                  '--enable-unsafe-webgpu',
                  '--use-webgpu-adapter=swiftshader',
                ],
                ignoreDefaultArgs: ['--disable-gpu'],
              },
            }),
          },
        },
      },
    ],
  },
});
