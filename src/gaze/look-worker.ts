// Looks at frames and photos away from the page, whose keys must not wait for the network. It keeps nothing of them.
import { createViewCutter, type Picture } from '../camera/cut-view.ts';
import { drawSquare } from '../measurement/draw-square.ts';
import { startBackend, type Backend } from '../model/backend.ts';
import { loadGazeModel } from '../model/load-gaze-model.ts';
import { loadWeights } from './load-weights.ts';
import type { LookAnswer, LookRequest } from './look-messages.ts';
import { createLiveLook, lookAtPhoto, type Look } from './look.ts';

/** Where the build puts the WASM binaries in the package. */
const WASM_PATH = '/wasm/';

type Looking = { atPhoto(photo: Picture): Promise<Look>; atFrame(frame: Picture): Promise<Look> };

let looking: Promise<Looking>;
/** The network does one thing at a time. */
let last: Promise<unknown> = Promise.resolve();

async function start(prefer?: Backend): Promise<Looking> {
  const [weights] = await Promise.all([
    loadWeights(),
    // One thread: the others are the page's and the camera's.
    startBackend({ wasmPath: WASM_PATH, threads: 1, ...(prefer ? { prefer } : {}) }),
  ]);
  const model = loadGazeModel(weights);
  const cut = createViewCutter(model.config.inputSize);
  return { atPhoto: (photo) => lookAtPhoto(model, cut, photo), atFrame: createLiveLook(model, cut) };
}

/** The very pixels that a photo of the source has, or would have. */
async function readSquare(source: ImageBitmap | Blob): Promise<Picture> {
  const picture = source instanceof Blob ? await createImageBitmap(source) : source;
  try {
    const context = drawSquare(picture, picture.width, picture.height);
    const { data, width, height } = context.getImageData(0, 0, context.canvas.width, context.canvas.height);
    return { rgba: data, widthPx: width, heightPx: height };
  } finally {
    picture.close();
  }
}

async function answer(id: number, source: ImageBitmap | Blob): Promise<LookAnswer> {
  try {
    const picture = await readSquare(source);
    const { atPhoto, atFrame } = await looking;
    return { id, look: await (source instanceof Blob ? atPhoto(picture) : atFrame(picture)) };
  } catch (error) {
    return { id, message: error instanceof Error ? error.message : String(error) };
  }
}

addEventListener('message', ({ data }: MessageEvent<LookRequest>) => {
  if (data.kind === 'start') {
    looking = start(data.prefer);
    // Whoever asks for a look is told.
    looking.catch(() => undefined);
    return;
  }
  last = last.then(async () => postMessage(await answer(data.id, data.source)));
});
