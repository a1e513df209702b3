// The extension's build: manifest, content security policy, and the TensorFlow.js WASM binaries that go into the package.
import preactPreset from '@preact/preset-vite';
import { defineConfig } from 'wxt';
import { listWasmAssets } from './src/model/wasm-assets.ts';

/**
 * Directives of every extension page. Nothing may be fetched from anywhere but the package itself: the webcam's
 * frames could not leave even by mistake.
 * @see https://developer.chrome.com/docs/extensions/reference/manifest/content-security-policy
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "object-src 'none'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];

/**
 * Directives of the one page that sends what a participant hands over. It has none of the extension's rights, and before its
 * first request it holds itself to the one origin that the study names (`src/study/send/upload/hold-to-origin.ts`).
 */
const UPLOAD_SECURITY_POLICY = [
  'sandbox allow-scripts',
  "default-src 'none'",
  "script-src 'self'",
  'connect-src https: http://localhost:* http://127.0.0.1:*',
];

export default defineConfig({
  imports: false,
  vite: () => ({
    plugins: [preactPreset()],
    build: { target: 'chrome116' },
    // A worker that imports in the middle of its work, as the network's backends do, must be a module.
    worker: { format: 'es' },
  }),
  manifest: ({ command }) => ({
    name: 'Fovea',
    // Documents with reason USER_MEDIA and `runtime.getContexts` are there from 116 on.
    minimum_chrome_version: '116',
    permissions: ['activeTab', 'offscreen', 'scripting', 'storage', 'unlimitedStorage'],
    optional_host_permissions: ['<all_urls>'],
    action: { default_title: 'Fovea: off' },
    commands: {
      'add-marker': {
        suggested_key: { default: 'Alt+Shift+M' },
        description: 'Mark this moment of the session that is recorded',
      },
    },
    content_security_policy: {
      extension_pages: [
        ...CONTENT_SECURITY_POLICY,
        // `wxt dev` reloads over a web socket.
        command === 'serve' ? "connect-src 'self' ws://localhost:* http://localhost:*" : "connect-src 'self'",
      ].join('; '),
      sandbox: UPLOAD_SECURITY_POLICY.join('; '),
    },
    // Together these make extension pages cross-origin isolated: SharedArrayBuffer, and so threads in WASM.
    cross_origin_embedder_policy: { value: 'require-corp' },
    cross_origin_opener_policy: { value: 'same-origin' },
  }),
  hooks: {
    'build:publicAssets': (_wxt, files) => {
      files.push(...listWasmAssets());
    },
  },
});
