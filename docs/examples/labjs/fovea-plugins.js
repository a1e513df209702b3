// Fovea as lab.js plugins: `FoveaStart` on the screen that waits for leave, `FoveaGaze` on every screen that is looked at.
import { connectFovea } from '../fovea.js';
import { GazeLog } from '../gaze-log.js';

let fovea = null;
let log = null;

/** Turns the camera off; at the end of the study. */
export async function stopFovea() {
  const connected = fovea;
  fovea = null;
  log = null;
  // Where the person took their leave back it is off, and nobody there to say so.
  await connected?.stop().catch(() => undefined);
  connected?.disconnect();
}

/** Its screen ends by itself once the camera is on. Data: `fovea_known`, or `fovea_error` where it failed. */
export class FoveaStart {
  /** @param {{ waitMs?: number }} options how long the person's leave is waited for */
  constructor({ waitMs = Infinity } = {}) {
    this.waitMs = waitMs;
  }

  async handle(context, event) {
    // lab.js shows the screen only once its plugins are done: not waited for.
    if (event === 'run') void this.#start(context);
  }

  async #start(context) {
    try {
      fovea ??= await connectFovea({ waitMs: this.waitMs });
      context.data.fovea_known = (await fovea.start()).known;
      log ??= await GazeLog.listen(fovea);
    } catch (error) {
      context.data.fovea_error = error.code ?? 'failed';
    }
    await context.end('fovea');
  }
}

/** Its screen ends by itself once the five dots are over. Data: `fovea_validation`, or `fovea_error`. */
export class FoveaValidate {
  async handle(context, event) {
    if (event === 'run') void this.#validate(context);
  }

  async #validate(context) {
    try {
      context.data.fovea_validation = await fovea.validate();
    } catch (error) {
      context.data.fovea_error = error.code ?? 'not-started';
    }
    await context.end('fovea');
  }
}

/** Data: `fovea_data` and `fovea_lost`, as the jsPsych extension has them; `t` counts from the screen's run. */
export class FoveaGaze {
  async handle(context, event) {
    if (event === 'run') log?.begin();
    if (event !== 'end') return;
    const { data, lost } = (await log?.end()) ?? { data: [], lost: [] };
    context.data.fovea_data = data;
    context.data.fovea_lost = lost;
  }
}
