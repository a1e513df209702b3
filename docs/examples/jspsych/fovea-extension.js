// Fovea as a jsPsych extension (7.3 and 8): gaze of each trial, in the shape of jsPsych's own `webgazer` extension.
import { connectFovea } from '../fovea.js';
import { GazeLog } from '../gaze-log.js';

export class FoveaExtension {
  static info = {
    name: 'fovea',
    version: '1.0.0',
    data: {
      /** `{ x, y, t, confidence }`: CSS px of the viewport, ms since the trial was shown. */
      fovea_data: { type: 'COMPLEX', array: true },
      /** `{ t, why }`: when there was no gaze, and why. */
      fovea_lost: { type: 'COMPLEX', array: true },
      /** Bounding boxes of `targets`, by their selectors. */
      fovea_targets: { type: 'OBJECT' },
    },
  };

  /** The connection, once `FoveaInitPlugin` or `connect` made it. */
  fovea = null;
  #log = null;
  #targets = {};

  constructor(jsPsych) {
    this.jsPsych = jsPsych;
  }

  /** jsPsych does not wait for it: the camera is turned on by a trial of `FoveaInitPlugin`. */
  async initialize() {}

  /** Waits for the person's leave, turns the camera on, and listens. Again does no harm. */
  async connect(options) {
    this.fovea ??= await connectFovea(options);
    const started = await this.fovea.start();
    this.#log ??= await GazeLog.listen(this.fovea);
    return started;
  }

  /** Turns the camera off; at the end of the experiment. */
  async disconnect() {
    const { fovea } = this;
    this.fovea = null;
    this.#log = null;
    // Where the person took their leave back it is off, and nobody there to say so.
    await fovea?.stop().catch(() => undefined);
    fovea?.disconnect();
  }

  on_start() {
    this.#targets = {};
    this.#log?.begin();
  }

  /** @param {{ targets?: string[] }} params selectors of what the trial shows */
  on_load({ targets = [] } = {}) {
    this.#log?.begin();
    for (const selector of targets) {
      const element = document.querySelector(selector);
      if (element) this.#targets[selector] = element.getBoundingClientRect().toJSON();
    }
  }

  async on_finish() {
    const { data, lost } = (await this.#log?.end()) ?? { data: [], lost: [] };
    return { fovea_data: data, fovea_lost: lost, fovea_targets: this.#targets };
  }
}
