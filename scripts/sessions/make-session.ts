// Makes sessions of which everything is known: where the eyes rested and for how long, on what, and what was lost. For
// tests, benchmarks and demonstrations; the same seed makes the same session.
import { createRandom } from '../../src/measurement/random.ts';
import type { Session, SessionInfo } from '../../src/session/session-data.ts';
import { drawShot } from './draw-shot.ts';
import { createPages } from './pages.ts';
import { plan, SCREEN } from './plan-session.ts';
import { recordSamples } from './record-samples.ts';
import { tellTruth, type Truth } from './truth.ts';

export type MakeSessionOptions = {
  seed?: number;
  minutes?: number;
  rateHz?: number;
  /** Root mean square from sample to sample, as in `SessionAccuracy`: of noise that is the same share of both sides. */
  precisionPct?: number;
  /** 0: every saccade falls between two frames, so that all time is that of a fixation, a blink or the like. */
  saccadeMs?: number;
  /** Of 100 samples so many are lost one by one, apart from blinks. */
  lossPct?: number;
  /** Of each frame's interval, at random. */
  jitterPct?: number;
  /** What `SessionInfo.accuracy.errorPct` says; null: no check was made. */
  errorPct?: number | null;
  pageHeightPx?: number;
  /** Blinks, looks beside the page, away from the screen and at other sites, and pauses. */
  interruptions?: boolean;
  /** Pictures, drawn when they are asked for. */
  screenshots?: boolean;
  /** `SessionInfo.person`; null: nobody in particular. */
  person?: string | null;
  /** Whether the screen's size and the distance are known, and so degrees. */
  physical?: boolean;
};

export type MadeSession = {
  session: Session;
  truth: Truth;
  /** The picture of `session.shots[index]`, a WebP. */
  drawShot(index: number): Promise<Buffer>;
};

const MINUTE = 60_000;

type Chosen = Required<Omit<MakeSessionOptions, 'person'>> & Pick<MakeSessionOptions, 'person'>;

const DEFAULTS: Chosen = {
  seed: 1,
  minutes: 1,
  rateHz: 30,
  precisionPct: 1,
  saccadeMs: 40,
  lossPct: 1,
  jitterPct: 10,
  errorPct: 5,
  pageHeightPx: 3000,
  interruptions: true,
  screenshots: true,
  physical: true,
};

export function makeSession(options: MakeSessionOptions = {}): MadeSession {
  const chosen: Chosen = { ...DEFAULTS, ...options };
  const random = createRandom(chosen.seed);
  const pages = createPages(chosen.pageHeightPx);
  const durationMs = chosen.minutes * MINUTE;
  const planned = plan({ ...chosen, pages, durationMs, random });
  const { samples, elements, fixationElements, clicks } = recordSamples(planned, { ...chosen, random });
  const session: Session = {
    info: describeSession(chosen, durationMs),
    views: planned.views,
    elements,
    events: [...planned.events, ...clicks].toSorted((a, b) => a.timestampMs - b.timestampMs),
    samples,
    shots: planned.shots,
  };
  return {
    session,
    truth: tellTruth(planned, fixationElements),
    drawShot: (index) => drawShot(planned, index),
  };
}

function describeSession(chosen: Chosen, durationMs: number): SessionInfo {
  const { seed, person = `person-${seed}`, errorPct, precisionPct } = chosen;
  const createdAt = new Date(Date.UTC(2026, 2, 2, 9) + seed * MINUTE).toISOString();
  return {
    id: `00000000-0000-4000-8000-${String(seed).padStart(12, '0')}`,
    name: `Synthetic session ${seed}`,
    createdAt,
    durationMs,
    ...(person !== null && { person }),
    screen: { ...SCREEN, ...(chosen.physical && { widthCm: 34.5, heightCm: 19.4 }) },
    ...(chosen.physical && { distanceCm: 60 }),
    camera: { label: 'Synthetic camera' },
    ...(errorPct !== null && { accuracy: { checkedAt: createdAt, errorPct, precisionPct } }),
    foveaVersion: '0.1.0',
    userAgent:
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    screenshots: chosen.screenshots,
  };
}
