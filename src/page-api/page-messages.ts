// What a page that the person allowed may ask of Fovea by `window.postMessage`, and what it is answered: protocol version 1.
import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';

// The extension's policy forbids the code that zod would make of a schema; asked for before there is one. The small build has no
// words of its own.
z.config({ ...en(), jitless: true });

export const PAGE_API_VERSION = 1;

export const PAGE_REQUESTS = ['hello', 'start', 'stop', 'validate', 'subscribe', 'unsubscribe'] as const;
export type PageRequestType = (typeof PAGE_REQUESTS)[number];

const idSchema = z.string().check(z.minLength(1), z.maxLength(64));
const requestSchema = z.strictObject({
  fovea: z.literal(PAGE_API_VERSION),
  /** The page's own; its answer has the same. */
  id: idSchema,
  type: z.enum(PAGE_REQUESTS),
});

export type PageRequest = z.infer<typeof requestSchema>;

/**
 * `not-allowed`: the person takes leave back, or turned the camera off. `no-camera`: there is none, or it is blocked.
 * `no-person`: nobody's eyes are in view. `busy`: this page's last request of the kind is not done yet.
 * `bad-request`: no message of this version. `not-started`: tracking is off, or ended meanwhile. `cancelled`: the person broke it off.
 * `failed`: whatever else, in words.
 */
export type PageErrorCode =
  'not-allowed' | 'no-camera' | 'no-person' | 'busy' | 'bad-request' | 'not-started' | 'cancelled' | 'failed';

/** What a page is refused; `message` is in plain words. */
export class PageError extends Error {
  override readonly name = 'PageError';
  readonly code: PageErrorCode;

  constructor(code: PageErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The tracker as a page is told of it: no camera's name, nothing of who sits there. */
export type PageTracking = 'off' | 'starting' | 'tracking' | 'failed';

export type PageGaze =
  | {
      /** When the camera took the frame, on the page's own clock: `performance.now()`. */
      timestampMs: number;
      /** CSS px of the layout viewport, as `MouseEvent.clientX`; always inside. */
      xViewportPx: number;
      yViewportPx: number;
      /** 0..1. */
      confidence: number;
    }
  | {
      timestampMs: number;
      /**
       * Why there is no gaze. `eyes`: they are closed, or not in the picture. `outside`: the person looks past the page.
       * `away`: the page is hidden, or another window has the keyboard.
       */
      lost: 'eyes' | 'outside' | 'away';
    };

/** One dot of a validation: where it was, and where gaze was said to be. CSS px of the viewport. */
export type PageTarget = {
  xViewportPx: number;
  yViewportPx: number;
  /** The middle of its samples; null where it has none. */
  gaze: { xViewportPx: number; yViewportPx: number } | null;
  samples: number;
};

export type PageValidation = {
  targets: PageTarget[];
  /** Mean over the dots of the distance from the dot to the middle of its samples, CSS px; null of nothing. */
  accuracyPx: number | null;
  /** The same in % of the screen: x of its width, y of its height. */
  accuracyPct: number | null;
  /** Root mean square from sample to sample, CSS px. */
  precisionPx: number | null;
  dataLossPct: number;
  samplingRateHz: number | null;
  /** 1 is best, 6 worst, as Fovea's own accuracy check grades. */
  grade: number;
};

export type PageAnswers = {
  hello: {
    version: number;
    foveaVersion: string;
    requests: readonly PageRequestType[];
    tracking: PageTracking;
  };
  start: {
    tracking: 'tracking';
    /** 0..1: how well this run knows the person; gaze is less sure below 1. */
    known: number;
  };
  stop: { /** True where the person, or another page, has it on too. */ cameraOn: boolean };
  validate: PageValidation;
  subscribe: Record<never, never>;
  unsubscribe: Record<never, never>;
};

export type PageReply =
  | {
      [T in PageRequestType]: { fovea: 1; id: string; type: 'answer'; of: T } & PageAnswers[T];
    }[PageRequestType]
  /** Without an `id` where the message had none that can be read. */
  | { fovea: 1; id?: string; type: 'error'; code: PageErrorCode; message: string };

/** What comes without being asked for. */
export type PageEvent =
  | ({ fovea: 1; type: 'gaze' } & PageGaze)
  | { fovea: 1; type: 'tracking'; tracking: PageTracking }
  /** The last word: the person took their leave back, or Fovea was updated. */
  | { fovea: 1; type: 'ended'; code: PageErrorCode; message: string };

/** Types that Fovea itself sends: heard on the same window, and never answered. */
const OWN_TYPES: ReadonlySet<unknown> = new Set(['answer', 'error', 'gaze', 'tracking', 'ended']);

export type ReadRequest =
  | { kind: 'request'; request: PageRequest }
  /** Not meant for Fovea, or said by it. */
  | { kind: 'none' }
  | { kind: 'refused'; id?: string; message: string };

/** Reads what a page posted: anything at all. */
export function readRequest(data: unknown): ReadRequest {
  if (typeof data !== 'object' || data === null || !('fovea' in data)) return { kind: 'none' };
  const { type, id } = data as { type?: unknown; id?: unknown };
  if (OWN_TYPES.has(type)) return { kind: 'none' };
  const read = requestSchema.safeParse(data);
  if (read.success) return { kind: 'request', request: read.data };
  const known = idSchema.safeParse(id);
  const [issue] = read.error.issues;
  const where = issue?.path.join('.') ?? '';
  const message =
    data.fovea === PAGE_API_VERSION
      ? `This is no request of Fovea’s page API${where && `, in “${where}”`}: ${issue?.message ?? 'unknown'}.`
      : `Fovea speaks version ${PAGE_API_VERSION} of its page API.`;
  return { kind: 'refused', message, ...(known.success ? { id: known.data } : {}) };
}
