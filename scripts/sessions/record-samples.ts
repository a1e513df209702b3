// What a webcam would have seen of a planned session: noisy samples at the camera's rate, with what they lie on.
import type { Random } from '../../src/measurement/random.ts';
import { createSamples } from '../../src/session/session-chunks.ts';
import type { SampleColumns, SeenElement, SessionEvent } from '../../src/session/session-data.ts';
import type { Block } from './pages.ts';
import {
  findCorner,
  isUncovered,
  SCREEN,
  VIEWPORT,
  type Plan,
  type Scene,
  type ScreenPx,
  type Step,
} from './plan-session.ts';

const SECOND = 1000;

type RecordOptions = {
  rateHz: number;
  precisionPct: number;
  lossPct: number;
  jitterPct: number;
  random: Random;
};

type Recorded = {
  samples: SampleColumns;
  elements: SeenElement[];
  /** `SeenElement.index` by the place of the step in the plan; -1 where it is on none. */
  fixationElements: Map<Step, number>;
  clicks: SessionEvent[];
};

export function recordSamples(planned: Plan, options: RecordOptions): Recorded {
  const { steps, durationMs } = planned;
  const { rateHz, precisionPct, lossPct, jitterPct, random } = options;
  const elements = createElements(planned);
  const intervalMs = SECOND / rateHz;
  // Successive samples differ by noise on both axes: rms^2 = 4 s^2.
  const noise = precisionPct / 100 / 2;
  const times: number[] = [];
  for (let i = 0; (i + 0.5) * intervalMs < durationMs; i += 1) {
    times.push((i + 0.5 + (jitterPct / 100) * (random() - 0.5)) * intervalMs);
  }
  const samples = createSamples(times.length);
  let count = 0;
  let at = 0;
  for (const timestampMs of times) {
    while (steps[at]!.endMs <= timestampMs && at < steps.length - 1) at += 1;
    const step = steps[at]!;
    if (step.kind === 'paused') continue;
    samples.timestampMs[count] = timestampMs;
    samples.view[count] = step.scene.view;
    const place = findGaze(step, timestampMs);
    if (place && random() * 100 >= lossPct) {
      const xScreen = place.xPx / SCREEN.widthPx + noise * drawNormal(random);
      const yScreen = place.yPx / SCREEN.heightPx + noise * drawNormal(random);
      samples.xScreen[count] = xScreen;
      samples.yScreen[count] = yScreen;
      samples.confidence[count] = 0.75 + 0.2 * random();
      put(samples, count, planned, step.scene, elements);
    }
    count += 1;
  }
  const fixationElements = new Map<Step, number>();
  for (const step of steps) {
    if (step.kind === 'fixation' && step.block) {
      fixationElements.set(step, elements.find(step.scene.view, step.block));
    }
  }
  return {
    samples: cut(samples, count),
    elements: elements.list,
    fixationElements,
    clicks: listClicks(planned, elements),
  };
}

/** Px of the screen; null while there is no gaze. */
function findGaze(step: Step, timestampMs: number): ScreenPx | null {
  if (step.kind === 'fixation') return step.at;
  if (step.kind !== 'saccade') return null;
  const t = (timestampMs - step.startMs) / (step.endMs - step.startMs);
  // The path of least jerk: 10 t^3 - 15 t^4 + 6 t^5.
  const way = t ** 3 * (10 - 15 * t + 6 * t * t);
  return {
    xPx: step.from.xPx + (step.to.xPx - step.from.xPx) * way,
    yPx: step.from.yPx + (step.to.yPx - step.from.yPx) * way,
  };
}

/** Fills in where on the page the gaze is, and on which element. */
function put(
  samples: SampleColumns,
  index: number,
  planned: Plan,
  scene: Scene,
  elements: ReturnType<typeof createElements>,
): void {
  if (scene.view === -1) return;
  const xScreenPx = samples.xScreen[index]! * SCREEN.widthPx;
  const yScreenPx = samples.yScreen[index]! * SCREEN.heightPx;
  const xViewportPx = xScreenPx - VIEWPORT.xScreenPx;
  const yViewportPx = yScreenPx - VIEWPORT.yScreenPx;
  const { widthPx, heightPx } = VIEWPORT;
  if (xViewportPx < 0 || yViewportPx < 0 || xViewportPx >= widthPx || yViewportPx >= heightPx) return;
  samples.xViewportPx[index] = xViewportPx;
  samples.yViewportPx[index] = yViewportPx;
  samples.xDocumentPx[index] = xViewportPx;
  samples.yDocumentPx[index] = yViewportPx + scene.scrollPx;
  for (const block of planned.pages[scene.view]!.blocks) {
    const corner = findCorner(block, scene);
    const x = (xScreenPx - corner.xPx) / block.box.widthPx;
    const y = (yScreenPx - corner.yPx) / block.box.heightPx;
    if (x < 0 || y < 0 || x > 1 || y > 1 || !isUncovered(block, yScreenPx)) continue;
    samples.element[index] = elements.find(scene.view, block);
    samples.xElement[index] = x;
    samples.yElement[index] = y;
    return;
  }
}

/** Elements as they are met. */
function createElements({ views }: Plan) {
  const list: SeenElement[] = [];
  const known = views.map(() => new Map<string, number>());
  return {
    list,
    find(view: number, { selector, tag, attachment, box }: Block): number {
      const index = known[view]!.get(selector) ?? list.length;
      if (index === list.length) {
        list.push({ index, view, selector, tag, attachment, box });
        known[view]!.set(selector, index);
      }
      return index;
    },
  };
}

function listClicks({ steps }: Plan, elements: ReturnType<typeof createElements>): SessionEvent[] {
  return steps.flatMap((step) => {
    if (step.kind !== 'fixation' || !step.clicks || !step.block) return [];
    const { scene, at, endMs } = step;
    return {
      type: 'click' as const,
      timestampMs: endMs - 1,
      view: scene.view,
      xDocumentPx: at.xPx - VIEWPORT.xScreenPx,
      yDocumentPx: at.yPx - VIEWPORT.yScreenPx + scene.scrollPx,
      element: elements.find(scene.view, step.block),
    };
  });
}

function cut(samples: SampleColumns, count: number): SampleColumns {
  return Object.fromEntries(
    Object.entries(samples).map(([name, column]) => [name, column.slice(0, count)]),
  ) as SampleColumns;
}

/** Box and Muller. */
function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
