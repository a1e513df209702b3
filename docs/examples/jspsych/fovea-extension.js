// Fovea as a jsPsych extension (7 and 8): gaze of each trial, in the shape of jsPsych's own `webgazer` extension.
import { connectFovea } from '../fovea.js';

/** The last frames of a trial are still on their way when it ends: they are waited for so long at most. */
const LATE_MS = 500;

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
  #gaze = [];
  #shownMs = null;
  #targets = {};

  constructor(jsPsych) {
    this.jsPsych = jsPsych;
  }

  /** jsPsych does not wait for it: the camera is turned on by a trial of `FoveaInitPlugin`. */
  async initialize() {}

  /** Waits for the person's leave, turns the camera on, and listens. Again does nothing. */
  async connect(options) {
    this.fovea ??= await connectFovea(options);
    const started = await this.fovea.start();
    if (!this.unsubscribe) {
      this.unsubscribe = await this.fovea.onGaze((gaze) => {
        if (this.#shownMs !== null) this.#gaze.push(gaze);
      });
    }
    return started;
  }

  /** Turns the camera off; at the end of the experiment. */
  async disconnect() {
    await this.fovea?.stop();
    this.fovea?.disconnect();
    this.fovea = null;
    this.unsubscribe = null;
  }

  on_start() {
    this.#gaze = [];
    this.#targets = {};
    this.#shownMs = performance.now();
  }

  /** @param {{ targets?: string[] }} params selectors of what the trial shows */
  on_load({ targets = [] } = {}) {
    this.#shownMs = performance.now();
    for (const selector of targets) {
      const element = document.querySelector(selector);
      if (element) this.#targets[selector] = element.getBoundingClientRect().toJSON();
    }
  }

  async on_finish() {
    const [shownMs, endMs] = [this.#shownMs, performance.now()];
    const hasLast = () => this.#gaze.some(({ timestampMs }) => timestampMs >= endMs);
    while (this.fovea && !hasLast() && performance.now() < endMs + LATE_MS) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    this.#shownMs = null;
    const own = this.#gaze.filter(({ timestampMs }) => timestampMs >= shownMs && timestampMs < endMs);
    const since = ({ timestampMs }) => Math.round(timestampMs - shownMs);
    return {
      fovea_data: own
        .filter(({ lost }) => lost === undefined)
        .map((gaze) => ({
          x: Math.round(gaze.xViewportPx),
          y: Math.round(gaze.yViewportPx),
          t: since(gaze),
          confidence: gaze.confidence,
        })),
      fovea_lost: own
        .filter(({ lost }) => lost !== undefined)
        .map((gaze) => ({ t: since(gaze), why: gaze.lost })),
      fovea_targets: this.#targets,
    };
  }
}
