import { describe, expect, it } from 'vitest';
import {
  followWindow,
  guessPlacement,
  learnFromPointer,
  locatePlacement,
  type PlacementKnowledge,
} from '../../src/screen/learn-placement.ts';
import { guessPageZoom, snapToZoomStep, ZOOM_STEPS } from '../../src/screen/page-zoom.ts';
import { NO_PINCH, viewportToDesktop, type Pinch, type Placement } from '../../src/screen/spaces.ts';
import type { WindowGeometry } from '../../src/screen/window-geometry.ts';

type Scene = {
  zoom: number;
  deviceScale: number;
  xWindow: number;
  yWindow: number;
  outerWidth: number;
  outerHeight: number;
  /** DIPs taken from the window by borders, bars and docked panels. */
  left: number;
  right: number;
  top: number;
  bottom: number;
};

const PLAIN: Scene = {
  zoom: 1,
  deviceScale: 1,
  xWindow: 130,
  yWindow: 70,
  outerWidth: 1100,
  outerHeight: 700,
  left: 0,
  right: 0,
  top: 87,
  bottom: 0,
};

/** A window as Chromium describes it, rounding included. */
function describeWindow(scene: Scene): WindowGeometry {
  return {
    xWindowScreenPx: scene.xWindow,
    yWindowScreenPx: scene.yWindow,
    outerWidthScreenPx: scene.outerWidth,
    outerHeightScreenPx: scene.outerHeight,
    innerWidthPx: Math.floor((scene.outerWidth - scene.left - scene.right) / scene.zoom),
    innerHeightPx: Math.floor((scene.outerHeight - scene.top - scene.bottom) / scene.zoom),
    devicePixelRatio: Math.fround(scene.zoom * scene.deviceScale),
  };
}

function truth(scene: Scene): Placement {
  return {
    cssScale: scene.zoom,
    xOriginScreenPx: scene.xWindow + scene.left,
    yOriginScreenPx: scene.yWindow + scene.top,
  };
}

/** The pointer at a viewport position, as an event would say. */
function pointAt(
  knowledge: PlacementKnowledge,
  scene: Scene,
  x: number,
  y: number,
  {
    pinch = NO_PINCH,
    round = (value: number) => value,
  }: { pinch?: Pinch; round?: (value: number) => number } = {},
): PlacementKnowledge {
  const point = { xViewportPx: x, yViewportPx: y };
  const desktop = viewportToDesktop(point, truth(scene), pinch);
  return learnFromPointer(knowledge, describeWindow(scene), pinch, {
    xViewportPx: round(x),
    yViewportPx: round(y),
    xScreenPx: round(desktop.xScreenPx),
    yScreenPx: round(desktop.yScreenPx),
  });
}

/** The largest error in DIPs over the viewport's corners. */
function worstError(knowledge: PlacementKnowledge, scene: Scene): number {
  const { innerWidthPx, innerHeightPx } = describeWindow(scene);
  const learnt = locatePlacement(knowledge);
  let worst = 0;
  for (const xViewportPx of [0, innerWidthPx]) {
    for (const yViewportPx of [0, innerHeightPx]) {
      const corner = { xViewportPx, yViewportPx };
      const [is, says] = [viewportToDesktop(corner, truth(scene)), viewportToDesktop(corner, learnt)];
      worst = Math.max(
        worst,
        Math.abs(is.xScreenPx - says.xScreenPx),
        Math.abs(is.yScreenPx - says.yScreenPx),
      );
    }
  }
  return worst;
}

const begin = (scene: Scene): PlacementKnowledge => guessPlacement(describeWindow(scene));

describe('the guess before any event', () => {
  // Read in Chromium 156: zoom, devicePixelRatio, outer and inner width.
  it.each([
    [0.5, 0.5, 1100, 2200],
    [0.9, 0.8999999761581421, 1100, 1222],
    [1.1, 1.100000023841858, 1100, 1000],
    [1.5, 1.5, 1100, 733],
    [3, 3, 1100, 366],
    [0.5, 0.625, 1102, 2204],
    [1, 1.25, 1102, 1102],
    [1.1, 1.375, 1102, 1002],
    [1.25, 1.5625, 802, 642],
    [0.5, 1, 1100, 2200],
    [1.1, 2.200000047683716, 1100, 1000],
    [3, 6, 800, 266],
  ])('finds a zoom of %d in a real window', (zoom, devicePixelRatio, outerWidthScreenPx, innerWidthPx) => {
    const window = { ...describeWindow(PLAIN), devicePixelRatio, outerWidthScreenPx, innerWidthPx };
    expect(guessPageZoom(window)).toBe(zoom);
  });

  it.each([
    ['a panel docked beside the page', 1, 1100, 1000, 1],
    ['an unusual device scale factor', 1.6, 1100, 1100, 1],
    ['a docked panel on a dense screen, taken for a zoom', 2, 1100, 1000, 1.1],
  ])('of the zoom weighs the density too: %s', (_name, devicePixelRatio, outer, inner, expected) => {
    const sizes = { devicePixelRatio, outerWidthScreenPx: outer, innerWidthPx: inner };
    expect(guessPageZoom({ ...describeWindow(PLAIN), ...sizes })).toBe(expected);
  });

  it.each(ZOOM_STEPS)('is exact in full screen at a zoom of %d', (zoom) => {
    const scene = { ...PLAIN, zoom, xWindow: 0, yWindow: 0, outerWidth: 1920, outerHeight: 1080, top: 0 };
    expect(worstError(begin(scene), scene)).toBeLessThan(zoom * 1.5);
  });

  it('takes a docked panel for a border, and says that it has only guessed', () => {
    const scene = { ...PLAIN, right: 300 };
    expect(begin(scene).learnt).toBe(false);
    expect(worstError(begin(scene), scene)).toBeGreaterThan(50);
  });

  it.each([
    ['no size at all', { innerWidthPx: 0, outerWidthScreenPx: 0 }],
    ['no size outside', { outerWidthScreenPx: 0 }],
  ])('is a zoom of 1 for a window with %s', (_name, sizes) => {
    expect(guessPageZoom({ ...describeWindow(PLAIN), ...sizes })).toBe(1);
  });
});

describe('learning from the pointer', () => {
  const scenes = ZOOM_STEPS.flatMap((zoom) =>
    [1, 1.25, 2].flatMap((deviceScale) => [
      { ...PLAIN, zoom, deviceScale },
      { ...PLAIN, zoom, deviceScale, left: 8, right: 8, top: 121, bottom: 8, xWindow: -1700, yWindow: 40 },
    ]),
  );

  it.each(scenes)('one event tells all: zoom $zoom, device scale $deviceScale, left $left', (scene) => {
    const knowledge = pointAt(begin(scene), scene, 100, 60);
    expect(knowledge.learnt).toBe(true);
    expect(worstError(knowledge, scene)).toBeLessThan(1);
  });

  it.each(scenes)(
    'two events beat a wrong guess: zoom $zoom, device scale $deviceScale, left $left',
    (scene) => {
      const docked = { ...scene, right: scene.right + 380, bottom: 100 };
      const { innerWidthPx, innerHeightPx } = describeWindow(docked);
      let knowledge = pointAt(begin(docked), docked, innerWidthPx * 0.05, innerHeightPx * 0.9);
      knowledge = pointAt(knowledge, docked, innerWidthPx * 0.95, innerHeightPx * 0.1);
      expect(worstError(knowledge, docked)).toBeLessThan(1);
    },
  );

  it.each([0.67, 0.83, 1.03, 1.37])('learns a zoom of %d, which no menu offers', (zoom) => {
    const scene = { ...PLAIN, zoom, right: 200 };
    const { innerWidthPx, innerHeightPx } = describeWindow(scene);
    let knowledge = begin(scene);
    for (const share of [0.02, 0.3, 0.6, 0.98]) {
      knowledge = pointAt(knowledge, scene, innerWidthPx * share, innerHeightPx * (1 - share));
    }
    expect(worstError(knowledge, scene)).toBeLessThan(1);
  });

  it.each([0.5, 0.9, 1, 1.5, 3])(
    'stays within a px and half a CSS px when events are rounded down, at a zoom of %d',
    (zoom) => {
      const scene = { ...PLAIN, zoom };
      const { innerWidthPx, innerHeightPx } = describeWindow(scene);
      let knowledge = begin(scene);
      for (let i = 1; i <= 40; i += 1) {
        const [x, y] = [((i * 0.618) % 1) * innerWidthPx, ((i * 0.414) % 1) * innerHeightPx];
        knowledge = pointAt(knowledge, scene, x, y, { round: Math.floor });
      }
      expect(worstError(knowledge, scene)).toBeLessThan(1 + zoom / 2);
    },
  );

  it('understands a pinch zoom', () => {
    const pinch = { scale: 2, xOffsetPx: 120, yOffsetPx: 45 };
    let knowledge = pointAt(begin(PLAIN), PLAIN, 200, 100, { pinch });
    knowledge = pointAt(knowledge, PLAIN, 500, 300, { pinch });
    expect(worstError(knowledge, PLAIN)).toBeLessThan(1);
  });

  it('is not thrown off by hundreds of events at one place', () => {
    let knowledge = pointAt(begin(PLAIN), PLAIN, 20, 20);
    knowledge = pointAt(knowledge, PLAIN, 900, 500);
    for (let i = 0; i < 300; i += 1) knowledge = pointAt(knowledge, PLAIN, 400 + (i % 3), 300);
    expect(knowledge.pairs.length).toBeLessThanOrEqual(16);
    expect(knowledge.pairs.length).toBeGreaterThanOrEqual(3);
    expect(worstError(knowledge, PLAIN)).toBeLessThan(1e-6);
  });
});

describe('the newest event wins', () => {
  const learnt = (scene: Scene): PlacementKnowledge =>
    pointAt(pointAt(begin(scene), scene, 100, 60), scene, 700, 400);

  it('follows a moved window without any event', () => {
    const moved = { ...PLAIN, xWindow: -640, yWindow: 300 };
    expect(worstError(followWindow(learnt(PLAIN), describeWindow(moved)), moved)).toBeLessThan(1e-6);
  });

  it.each([0.5, 0.9, 1.25, 2, 3])('follows a page zoom to %d without any event', (zoom) => {
    const zoomed = { ...PLAIN, zoom };
    expect(worstError(followWindow(learnt(PLAIN), describeWindow(zoomed)), zoomed)).toBeLessThan(1e-3);
  });

  it('keeps the scale when the window moves to a screen of another density', () => {
    const denser = { ...PLAIN, deviceScale: 2, xWindow: 2000 };
    expect(worstError(followWindow(learnt(PLAIN), describeWindow(denser)), denser)).toBeLessThan(1e-3);
  });

  it('keeps the origin when the window grows to the right and down', () => {
    const larger = { ...PLAIN, outerWidth: 1500, outerHeight: 900 };
    expect(worstError(followWindow(learnt(PLAIN), describeWindow(larger)), larger)).toBeLessThan(1e-6);
  });

  it('believes one event against all before it: a bar pushed the page down', () => {
    const pushed = { ...PLAIN, top: PLAIN.top + 41 };
    const stale = followWindow(learnt(PLAIN), describeWindow(pushed));
    expect(worstError(stale, pushed)).toBeCloseTo(41);
    expect(worstError(pointAt(stale, pushed, 333, 222), pushed)).toBeLessThan(1);
  });

  it('believes one event even if no size of the window has changed', () => {
    const before = learnt(PLAIN);
    const shifted = { ...PLAIN, top: PLAIN.top - 30, bottom: 30 };
    expect(describeWindow(shifted)).toEqual(describeWindow(PLAIN));
    expect(worstError(pointAt(before, shifted, 333, 222), shifted)).toBeLessThan(1);
  });

  it.each([
    [1, 2, 4],
    [4, 0.5, 1],
  ])('survives zooms %d, %d, %d with a pointer that rests', (...zooms) => {
    let knowledge = begin(PLAIN);
    for (const zoom of zooms) {
      knowledge = pointAt(knowledge, { ...PLAIN, zoom }, 90, 60);
      expect(worstError(knowledge, { ...PLAIN, zoom })).toBeLessThan(1);
    }
  });
});

describe('snapping to a zoom step', () => {
  it.each([
    [1.1002, 0.01, 1.1],
    [1.06, 0.01, 1.06],
    [0.6664, 0.001, 2 / 3],
    [0.67, 0.001, 0.67],
  ])('takes %d within %d for %d', (scale, uncertainty, expected) => {
    expect(snapToZoomStep(scale, uncertainty)).toBe(expected);
  });
});
