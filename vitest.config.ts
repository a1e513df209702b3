/** Unit tests in Node, and tests that need a real browser in Chromium. */
import { readFileSync } from 'node:fs';
import { playwright } from '@vitest/browser-playwright';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { ChromiumMissingError, findChromium } from './scripts/find-chromium.ts';
import { listWasmAssets } from './src/model/wasm-assets.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          environment: 'node',
          testTimeout: 30_000,
        },
      },
      {
        plugins: [serveWasm()],
        // Isolated from other origins, as the extension's pages are: SharedArrayBuffer, and so threads in WASM.
        server: {
          headers: {
            'Cross-Origin-Opener-Policy': 'same-origin',
            'Cross-Origin-Embedder-Policy': 'require-corp',
          },
        },
        // tfjs is bundled once before the first test: a reload in the middle would make a second engine.
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
          testTimeout: 180_000,
          hookTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({
              launchOptions: {
                executablePath: resolveChromium(),
                // WebGPU on the processor: slow, but its numerics are those of the real thing.
                args: ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
                ignoreDefaultArgs: ['--disable-gpu'],
              },
            }),
          },
        },
      },
    ],
  },
});

/** Unit tests need no Chromium; where there is none, Playwright says so when a browser test starts. */
function resolveChromium(): string | undefined {
  try {
    return findChromium();
  } catch (error) {
    if (error instanceof ChromiumMissingError) return undefined;
    throw error;
  }
}

/** Serves what the build packages under `wasm/`. */
function serveWasm(): Plugin {
  const assets = new Map(listWasmAssets().map((asset) => [`/${asset.relativeDest}`, asset]));
  return {
    name: 'fovea:serve-wasm',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = request.url?.replace(/\?.*/, '') ?? '';
        const asset = assets.get(path);
        if (!asset) return next();
        response.setHeader('Content-Type', path.endsWith('.wasm') ? 'application/wasm' : 'text/javascript');
        response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
        response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
        response.end('contents' in asset ? asset.contents : readFileSync(asset.absoluteSrc));
      });
    },
  };
}
