/** MediaPipe's face mesh, as webgazer bundles it, in a Chromium that reaches nothing but this machine. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Route } from 'playwright-core';
import { findChromium } from '../../scripts/find-chromium.ts';
import { PLACES, type Face } from './landmarks.ts';

export const MESH_FOLDER = fileURLToPath(
  new URL('./node_modules/webgazer/dist/mediapipe/face_mesh', import.meta.url),
);
/** Nobody serves it: every request of the page is answered from the folder above, or refused. */
const ORIGIN = 'http://localhost/';
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.wasm': 'application/wasm' };

export interface Detector {
  /** The faces in a JPEG or PNG, looked for afresh: nothing is remembered from the picture before. */
  detect(picture: Buffer): Promise<readonly Face[]>;
  /** Addresses asked for beyond this machine; stays empty. */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

/** What of the face mesh's interface is used. @see index.d.ts in its folder */
interface FaceMesh {
  setOptions(options: Record<string, unknown>): void;
  initialize(): Promise<void>;
  onResults(listener: (results: { multiFaceLandmarks?: { x: number; y: number }[][] }) => void): void;
  send(inputs: { image: HTMLCanvasElement }): Promise<void>;
}

interface Page {
  FaceMesh: new (config: { locateFile: (file: string) => string }) => FaceMesh;
  findFaces(base64: string): Promise<Face[]>;
}

/**
 * Starts Chromium and loads the face mesh with its refined eyes.
 * @param minConfidence of the face detector in front of the mesh; 0.5 is what MediaPipe and webgazer use
 */
export async function openDetector(minConfidence = 0.5): Promise<Detector> {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    // The face mesh computes in WebGL: on the processor, the same wherever it runs.
    args: [
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--ignore-gpu-blocklist',
      '--no-sandbox',
    ],
    ignoreDefaultArgs: ['--disable-gpu'],
  });
  const refused: string[] = [];
  try {
    const context = await browser.newContext({ offline: true });
    await context.route('**/*', (route) => answer(route, refused));
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(`The detector's page: ${error.message}`));
    await page.goto(ORIGIN);
    await page.addScriptTag({ url: `${ORIGIN}face_mesh.js` });
    await page.evaluate(startMesh, { minConfidence, wanted: PLACES.map((place) => place.mesh) });
    return {
      refused,
      detect: (picture) =>
        page.evaluate(
          (base64) => (globalThis as unknown as Page).findFaces(base64),
          picture.toString('base64'),
        ),
      close: () => browser.close(),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function answer(route: Route, refused: string[]): Promise<void> {
  const address = new URL(route.request().url());
  const path = normalize(join(MESH_FOLDER, decodeURIComponent(address.pathname)));
  if (`${address.origin}/` !== ORIGIN || !(path + sep).startsWith(MESH_FOLDER + sep)) {
    refused.push(address.href);
    return route.abort();
  }
  if (address.pathname === '/')
    return route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><link rel="icon" href="data:,">',
    });
  try {
    const body = await readFile(path);
    return await route.fulfill({ contentType: TYPES[extname(path)] ?? 'application/octet-stream', body });
  } catch {
    return route.fulfill({ status: 404 });
  }
}

/** Runs in the page: a global `findFaces` for the ten places of each face. */
async function startMesh({ minConfidence, wanted }: { minConfidence: number; wanted: number[] }) {
  const scope = globalThis as unknown as Page;
  const mesh = new scope.FaceMesh({ locateFile: (file) => `/${file}` });
  mesh.setOptions({
    maxNumFaces: 2,
    refineLandmarks: true,
    minDetectionConfidence: minConfidence,
    minTrackingConfidence: minConfidence,
  });
  let faces: { x: number; y: number }[][] = [];
  mesh.onResults((results) => (faces = results.multiFaceLandmarks ?? []));
  await mesh.initialize();
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const look = async () => {
    faces = [];
    await mesh.send({ image: canvas });
    return faces;
  };
  scope.findFaces = async (base64) => {
    const picture = await createImageBitmap(await (await fetch(`data:;base64,${base64}`)).blob());
    const { width, height } = picture;
    canvas.width = width;
    canvas.height = height;
    // Faces are first looked for near the last ones, without being detected. An empty picture makes the mesh lose them;
    // `reset()` does so too, but loads the networks anew and takes seconds.
    for (let tries = 0; (await look()).length > 0; tries++) {
      if (tries > 3) throw new Error('The face mesh finds a face in an empty picture.');
    }
    context.drawImage(picture, 0, 0);
    const found = await look();
    return found.map((face) =>
      wanted.map((index) => [face[index]!.x * width, face[index]!.y * height] as const),
    );
  };
}
