// The gaze of one trial after the other: copy it beside fovea.js. Used by the jsPsych and the lab.js example.

/** The last frames of a trial are still on their way when it ends: they are waited for so long at most. */
const LATE_MS = 500;

export class GazeLog {
  #gaze = [];
  #shownMs = null;

  /** @param {import('./fovea.js').Fovea} fovea connected, and started */
  static async listen(fovea) {
    const log = new GazeLog();
    log.unsubscribe = await fovea.onGaze((gaze) => {
      if (log.#shownMs !== null) log.#gaze.push(gaze);
    });
    return log;
  }

  /** The trial is shown now; what came before is dropped. */
  begin() {
    this.#gaze = [];
    this.#shownMs = performance.now();
  }

  /**
   * The trial is over now.
   * @returns `data`: `{ x, y, t, confidence }`, CSS px of the viewport and ms since `begin`; `lost`: `{ t, why }`
   */
  async end() {
    const [shownMs, endMs] = [this.#shownMs ?? performance.now(), performance.now()];
    const hasLast = () => this.#gaze.some(({ timestampMs }) => timestampMs >= endMs);
    while (!hasLast() && performance.now() < endMs + LATE_MS) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    this.#shownMs = null;
    const own = this.#gaze.filter(({ timestampMs }) => timestampMs >= shownMs && timestampMs < endMs);
    const since = ({ timestampMs }) => Math.round(timestampMs - shownMs);
    return {
      data: own
        .filter(({ lost }) => lost === undefined)
        .map((gaze) => ({
          x: Math.round(gaze.xViewportPx),
          y: Math.round(gaze.yViewportPx),
          t: since(gaze),
          confidence: gaze.confidence,
        })),
      lost: own.filter(({ lost }) => lost !== undefined).map((gaze) => ({ t: since(gaze), why: gaze.lost })),
    };
  }
}
