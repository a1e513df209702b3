// The end of a synthetic session: the poster of a made-up study, looked at in a window of the participant's own.
import { createRandom, type Random } from '../../src/measurement/random.ts';
import { makePictureAddress } from '../../src/session/picture-address.ts';
import { createSamples } from '../../src/session/session-chunks.ts';
import type { Box, SampleColumns, SessionEvent } from '../../src/session/session-data.ts';
import type { MadeSession } from '../sessions/make-session.ts';
import { SCREEN } from '../sessions/plan-session.ts';
import type { TrueFixation } from '../sessions/truth.ts';
import { MADE_STUDY_ID } from './made-study.ts';
import { POSTER_LOOKS, POSTER_RATIO, POSTER_S, POSTER_TASK } from './poster.ts';

const SECOND = 1000;
const RATE_HZ = 30;
/** As the picture's page leaves it for the bar. */
const BAR_PX = 58;
/** Windows of all kinds: each shows the poster in another size, at another place. Viewports in CSS px; px of the screen for one. */
const WINDOWS = [
  { xScreenPx: 60, yScreenPx: 120, widthPx: 1800, heightPx: 940, zoom: 1 },
  { xScreenPx: 0, yScreenPx: 90, widthPx: 1000, heightPx: 900, zoom: 1 },
  { xScreenPx: 300, yScreenPx: 150, widthPx: 960, heightPx: 560, zoom: 1.5 },
  { xScreenPx: 400, yScreenPx: 100, widthPx: 1400, heightPx: 640, zoom: 1 },
] as const;
type Window = (typeof WINDOWS)[number];

/** Adds it to what was made; `seed` chooses the window and the looks. */
export function lookAtPoster(made: MadeSession, seed: number, precisionPct = 1): MadeSession {
  const { session, truth } = made;
  const random = createRandom(seed * 31 + 5);
  const window = WINDOWS[seed % WINDOWS.length]!;
  const box = placePicture(window);
  const [view, element] = [session.views.length, session.elements.length];
  const startMs = session.info.durationMs;
  const endMs = startMs + POSTER_S * SECOND;
  const fixations = planLooks({ startMs, endMs, view, element, window, box, random });
  const samples = record(fixations, { startMs, endMs, view, element, window, box, precisionPct, random });
  const { widthPx, heightPx, zoom } = window;
  const at = { timestampMs: startMs, view };
  const events: SessionEvent[] = [
    { type: 'show', ...at },
    { type: 'viewport', ...at, widthPx, heightPx, zoom, devicePixelRatio: zoom },
    { type: 'document', ...at, widthPx, heightPx },
    { type: 'hide', timestampMs: endMs - 1, view },
  ];
  return {
    ...made,
    session: {
      ...session,
      info: { ...session.info, durationMs: endMs },
      views: [
        ...session.views,
        {
          index: view,
          tab: 2,
          url: makePictureAddress(MADE_STUDY_ID, POSTER_TASK),
          title: 'Look at a poster',
          timestampMs: startMs,
          cause: 'load',
        },
      ],
      elements: [
        ...session.elements,
        { index: element, view, selector: '#picture', tag: 'img', attachment: 'document', box },
      ],
      events: [...session.events, ...events],
      samples: join(session.samples, samples),
    },
    truth: { ...truth, fixations: [...truth.fixations, ...fixations] },
  };
}

/** As large as the window lets it be, in the middle. */
function placePicture({ widthPx: roomPx, heightPx }: Window): Box {
  const widthPx = Math.min(roomPx, (heightPx - BAR_PX) * POSTER_RATIO);
  return {
    xDocumentPx: (roomPx - widthPx) / 2,
    yDocumentPx: (heightPx - BAR_PX - widthPx / POSTER_RATIO) / 2,
    widthPx,
    heightPx: widthPx / POSTER_RATIO,
  };
}

type Place = { startMs: number; endMs: number; view: number; element: number; window: Window; box: Box };

function planLooks({ startMs, endMs, view, element, window, box, random }: Place & { random: Random }) {
  const fixations: TrueFixation[] = [];
  let nowMs = startMs;
  let last = '';
  while (nowMs < endMs) {
    const look = choose(random, last);
    last = look.area;
    const untilMs = Math.min(endMs, nowMs + 350 + 500 * random());
    const isWhole = untilMs < endMs || untilMs - nowMs > 250;
    if (isWhole) {
      const x = box.xDocumentPx + look.xPicture * box.widthPx;
      const y = box.yDocumentPx + look.yPicture * box.heightPx;
      fixations.push({
        startMs: nowMs,
        endMs: untilMs,
        xScreen: (window.xScreenPx + x * window.zoom) / SCREEN.widthPx,
        yScreen: (window.yScreenPx + y * window.zoom) / SCREEN.heightPx,
        view,
        xDocumentPx: x,
        yDocumentPx: y,
        element,
        aois: [look.area],
      });
    } else fixations.at(-1)!.endMs = untilMs;
    nowMs = untilMs;
  }
  return fixations;
}

/** Never the same twice in a row: two looks at one place would be one fixation. */
function choose(random: Random, last: string): (typeof POSTER_LOOKS)[number] {
  for (;;) {
    let left = random();
    const found = POSTER_LOOKS.find(({ share }) => (left -= share) < 0) ?? POSTER_LOOKS[0];
    if (found.area !== last) return found;
  }
}

function record(
  fixations: readonly TrueFixation[],
  {
    startMs,
    endMs,
    view,
    element,
    window,
    box,
    precisionPct,
    random,
  }: Place & {
    precisionPct: number;
    random: Random;
  },
): SampleColumns {
  const count = Math.floor(((endMs - startMs) * RATE_HZ) / SECOND);
  const samples = createSamples(count);
  // Successive samples differ by noise on both axes: rms^2 = 4 s^2.
  const noise = precisionPct / 100 / 2;
  for (let i = 0; i < count; i += 1) {
    const timestampMs = startMs + ((i + 0.5) * SECOND) / RATE_HZ;
    const look = fixations.find((one) => timestampMs < one.endMs)!;
    const xScreen = look.xScreen + noise * drawNormal(random);
    const yScreen = look.yScreen + noise * drawNormal(random);
    const x = (xScreen * SCREEN.widthPx - window.xScreenPx) / window.zoom;
    const y = (yScreen * SCREEN.heightPx - window.yScreenPx) / window.zoom;
    const xElement = (x - box.xDocumentPx) / box.widthPx;
    const yElement = (y - box.yDocumentPx) / box.heightPx;
    const isOn = xElement >= 0 && yElement >= 0 && xElement <= 1 && yElement <= 1;
    samples.timestampMs[i] = timestampMs;
    samples.xScreen[i] = xScreen;
    samples.yScreen[i] = yScreen;
    samples.confidence[i] = 0.9;
    samples.view[i] = view;
    samples.xViewportPx[i] = samples.xDocumentPx[i] = x;
    samples.yViewportPx[i] = samples.yDocumentPx[i] = y;
    samples.element[i] = isOn ? element : -1;
    samples.xElement[i] = isOn ? xElement : NaN;
    samples.yElement[i] = isOn ? yElement : NaN;
  }
  return samples;
}

function join(before: SampleColumns, after: SampleColumns): SampleColumns {
  const total = before.timestampMs.length + after.timestampMs.length;
  const joined = createSamples(total);
  for (const name of Object.keys(joined) as (keyof SampleColumns)[]) {
    joined[name].set(before[name]);
    joined[name].set(after[name], before.timestampMs.length);
  }
  return joined;
}

/** Box and Muller. */
function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
