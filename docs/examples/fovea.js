// Fovea as a page's eye tracker: copy this file into your experiment. No dependencies; see docs/page-api.md.

const VERSION = 1;
const HELLO_EVERY_MS = 500;

/** What Fovea refused, or that nobody answered: `code` says which, `message` says it in words. */
export class FoveaError extends Error {
  constructor(code, message) {
    super(message);
    this.name = 'FoveaError';
    this.code = code;
  }
}

/**
 * Asks the person for leave, in Fovea's popup in the toolbar, and waits for it.
 *
 * A page cannot tell whether Fovea is missing or does not allow it: both are silence.
 * @param {{ waitMs?: number, signal?: AbortSignal }} options how long it is waited; `Infinity` for as long as it takes
 * @returns {Promise<Fovea>}
 * @throws {FoveaError} `not-allowed` once the time is over
 */
export function connectFovea(options) {
  return Fovea.connect(options);
}

export class Fovea {
  /** What Fovea said of itself: `version`, `foveaVersion`, `requests`. */
  about = null;
  #pending = new Map();
  /** Fovea's last word; whoever wants more connects anew. */
  #ended = null;
  #listeners = { gaze: new Set(), tracking: new Set(), ended: new Set() };
  #controller = new AbortController();

  /** See `connectFovea`. */
  static async connect({ waitMs = 2000, signal } = {}) {
    declareAsking();
    const fovea = new Fovea();
    const untilMs = performance.now() + waitMs;
    while (performance.now() < untilMs) {
      if (signal?.aborted) break;
      fovea.about = await Promise.race([fovea.request('hello'), wait(HELLO_EVERY_MS)]);
      // Those that were said to nobody are answered no more.
      fovea.#pending.clear();
      if (fovea.about) return fovea;
    }
    fovea.disconnect();
    signal?.throwIfAborted();
    throw new FoveaError(
      'not-allowed',
      'No eye tracker answered. Install Fovea, open its popup in the toolbar on this page, and allow this site.',
    );
  }

  constructor() {
    window.addEventListener('message', (event) => this.#hear(event), { signal: this.#controller.signal });
  }

  /** Turns the camera on. @returns {Promise<{ tracking: 'tracking', known: number }>} */
  start() {
    return this.request('start');
  }

  /** Turns the camera off, unless somebody else has it on too. @returns {Promise<{ cameraOn: boolean }>} */
  stop() {
    return this.request('stop');
  }

  /** Shows five dots over the page for a quarter of a minute, and says how far gaze was from them. */
  validate() {
    return this.request('validate');
  }

  /**
   * Calls back with each sample, `{ timestampMs, xViewportPx, yViewportPx, confidence }`, or with why there is none,
   * `{ timestampMs, lost: 'eyes' | 'outside' | 'away' }`. `timestampMs` is of `performance.now()`.
   * @returns {Promise<() => Promise<void>>} what ends it
   */
  async onGaze(callback) {
    this.#listeners.gaze.add(callback);
    await this.request('subscribe');
    return async () => {
      this.#listeners.gaze.delete(callback);
      if (this.#listeners.gaze.size === 0) await this.request('unsubscribe');
    };
  }

  /** Calls back with `'off' | 'starting' | 'tracking' | 'failed'`. */
  onTracking(callback) {
    this.#listeners.tracking.add(callback);
    return () => this.#listeners.tracking.delete(callback);
  }

  /** Calls back with `{ code, message }` when the person took their leave back: all requests fail from then on; connect anew. */
  onEnded(callback) {
    this.#listeners.ended.add(callback);
    return () => this.#listeners.ended.delete(callback);
  }

  /** Sends one request as it is; the methods above are all that there are. */
  request(type) {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = crypto.randomUUID?.() ?? `${type}-${performance.now()}-${Math.random()}`;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      window.postMessage({ fovea: VERSION, id, type }, window.location.origin);
    });
  }

  /** Listens no more. Call `stop` first. */
  disconnect() {
    this.#controller.abort();
    this.#pending.clear();
  }

  #hear({ source, origin, data }) {
    if (source !== window || origin !== window.location.origin) return;
    if (typeof data !== 'object' || data === null || data.fovea !== VERSION) return;
    const { fovea: _, type, ...rest } = data;
    if (type === 'answer' || type === 'error') {
      const request = this.#pending.get(rest.id);
      this.#pending.delete(rest.id);
      if (type === 'answer') request?.resolve(rest);
      else request?.reject(new FoveaError(rest.code, rest.message));
    } else if (type === 'tracking') {
      for (const callback of this.#listeners.tracking) callback(rest.tracking);
    } else if (type === 'gaze') {
      for (const callback of this.#listeners.gaze) callback(rest);
    } else if (type === 'ended') {
      // One that still waits for leave goes on with that.
      if (!this.about) return;
      this.#ended = new FoveaError(rest.code, rest.message);
      for (const { reject } of this.#pending.values()) reject(this.#ended);
      this.#pending.clear();
      for (const callback of this.#listeners.ended) callback(rest);
    }
  }
}

/** What Fovea's popup looks for when the person opens it here. */
function declareAsking() {
  if (document.head.querySelector('meta[name="fovea-eye-tracker"]')) return;
  const meta = document.createElement('meta');
  meta.name = 'fovea-eye-tracker';
  meta.content = String(VERSION);
  document.head.append(meta);
}

function wait(durationMs) {
  return new Promise((resolve) => setTimeout(resolve, durationMs, null));
}
