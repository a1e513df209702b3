// The command line with which a Chromium runs the built extension on a fake or real webcam.

/** What plays in place of a webcam, and what happens when a page asks for it. */
export type CameraSetup =
  /** A `.mjpeg` of 30 frames a second, allowed without a question. */
  | { kind: 'recording'; path: string }
  /** The machine's own camera; the person is asked. */
  | { kind: 'real' }
  /** No camera at all. */
  | { kind: 'none' }
  /** There is a camera, but the person says no. */
  | { kind: 'denied' };

export type ChromiumOptions = {
  /** The unpacked extension. */
  extensionPath: string;
  camera: CameraSetup;
  headless: boolean;
  /** Window size in CSS pixels. */
  window?: { widthPx: number; heightPx: number };
};

/** Playwright's defaults that keep extensions from being loaded. */
export const IGNORED_DEFAULT_FLAGS = ['--disable-extensions'];

/** The last `--disable-features` on a command line wins, so this is the whole list. */
const DISABLED_FEATURES = [
  // From 137 on some builds refuse --load-extension unless told otherwise.
  'DisableLoadExtensionCommandLineSwitch',
  // The browser's own requests to its maker.
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'Translate',
];

/** @see https://peter.sh/experiments/chromium-command-line-switches/ */
export function listChromiumFlags({ extensionPath, camera, headless, window }: ChromiumOptions): string[] {
  return [
    `--load-extension=${extensionPath}`,
    `--disable-extensions-except=${extensionPath}`,
    `--disable-features=${DISABLED_FEATURES.join(',')}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    ...(headless ? ['--headless=new'] : []),
    // Chromium's sandbox cannot be set up by root, as in most containers.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(window ? [`--window-size=${window.widthPx},${window.heightPx}`] : []),
    ...listCameraFlags(camera),
  ];
}

function listCameraFlags(camera: CameraSetup): string[] {
  switch (camera.kind) {
    case 'recording':
      return [
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-video-capture=${camera.path}`,
      ];
    case 'denied':
      return ['--use-fake-device-for-media-stream', '--deny-permission-prompts'];
    case 'none':
      return ['--use-fake-device-for-media-stream=device-count=0', '--use-fake-ui-for-media-stream'];
    case 'real':
      return [];
  }
}
