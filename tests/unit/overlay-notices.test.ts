import { describe, expect, it } from 'vitest';
import type { TrackingState } from '../../src/messaging/tracking-state.ts';
import { createHeatZoom } from '../../src/overlay/heat-zoom.ts';
import { createDeviceWatch } from '../../src/overlay/watch-devices.ts';
import type { PresentScreen } from '../../src/screen/screen-identity.ts';
import { describeDot } from '../../src/ui/describe-dot.ts';

const HERE: PresentScreen = {
  xScreenPx: 0,
  yScreenPx: 0,
  widthScreenPx: 1920,
  heightScreenPx: 1080,
  isExtended: true,
};
const THERE: PresentScreen = { ...HERE, xScreenPx: 1920 };

const tracking = (changes: { windowFilled?: number; discarded?: string } = {}): TrackingState => ({
  status: 'tracking',
  backend: 'wasm',
  backendReason: '',
  framesPerSecond: 10,
  windowFilled: 1,
  eyesInView: true,
  seeking: false,
  startedFrom: 'population',
  ...changes,
});

describe('the watch over screen and person', () => {
  it('has something to ask at the first state of a run, and no more while nothing changes', () => {
    const watch = createDeviceWatch();
    expect(watch.look({ status: 'starting' }, HERE)).toBeNull();
    expect(watch.look(tracking({ windowFilled: 0 }), HERE)).toEqual({ screen: HERE, first: HERE });
    expect(watch.look(tracking({ windowFilled: 0.5 }), HERE)).toBeNull();
    expect(watch.look(tracking(), HERE)).toBeNull();
  });

  it.each([
    ['the window is on another screen', tracking(), THERE, { screen: THERE, first: HERE }],
    ['somebody else is there', tracking({ windowFilled: 0.1 }), HERE, { screen: HERE, first: HERE }],
    [
      'what was stored is not used',
      tracking({ discarded: 'Updated.' }),
      HERE,
      { screen: HERE, first: HERE, discarded: 'Updated.' },
    ],
  ])('asks again when %s', (_name, state, screen, sight) => {
    const watch = createDeviceWatch();
    watch.look(tracking(), HERE);
    expect(watch.look(state, screen)).toEqual(sight);
    expect(watch.look(state, screen)).toBeNull();
  });

  it('begins anew with the next run', () => {
    const watch = createDeviceWatch();
    watch.look(tracking(), HERE);
    expect(watch.look({ status: 'off' }, THERE)).toBeNull();
    expect(watch.look(tracking(), THERE)).toEqual({ screen: THERE, first: THERE });
  });
});

describe('the zoom of the heat', () => {
  const plain = { screen: HERE, devicePixelRatio: 1 };
  const zoomed = { screen: HERE, devicePixelRatio: 1.5 };

  it('matters from the first heat on, until a clear', () => {
    const heat = createHeatZoom();
    expect(heat.isChanged(zoomed)).toBe(false);
    heat.mark(plain);
    heat.mark(zoomed);
    expect(heat.isChanged(plain)).toBe(false);
    expect(heat.isChanged(zoomed)).toBe(true);
    heat.clear();
    expect(heat.isChanged(zoomed)).toBe(false);
    heat.mark(zoomed);
    expect(heat.isChanged(zoomed)).toBe(false);
  });

  it('is the new one where the person keeps the heat', () => {
    const heat = createHeatZoom();
    heat.keep(zoomed);
    heat.mark(plain);
    expect(heat.isChanged(plain)).toBe(false);
    heat.keep(zoomed);
    expect(heat.isChanged(zoomed)).toBe(false);
    expect(heat.isChanged(plain)).toBe(true);
  });

  it('is that of the older heat after an undo', () => {
    const heat = createHeatZoom();
    heat.mark(plain);
    heat.clear();
    heat.mark(zoomed);
    heat.undo();
    expect(heat.isChanged(zoomed)).toBe(true);
  });
});

describe('the dot', () => {
  it.each([
    [1, 1, { scale: 1, opacity: 1, dashed: false }],
    [1, 0, { scale: 1.8, opacity: 0.675, dashed: true }],
    [0, 1, { scale: 2.6, opacity: 0.35, dashed: false }],
    [0, 0, { scale: 2.6, opacity: 0.35, dashed: true }],
    [1.4, 2, { scale: 1, opacity: 1, dashed: false }],
    [-1, 0.5, { scale: 2.6, opacity: 0.35, dashed: true }],
  ])('for a confidence of %d and a person known by %d', (confidence, windowFilled, expected) => {
    const look = describeDot(confidence, windowFilled);
    expect(look.dashed).toBe(expected.dashed);
    expect(look.scale).toBeCloseTo(expected.scale);
    expect(look.opacity).toBeCloseTo(expected.opacity);
  });

  it('gets narrower and stronger with every step that is surer', () => {
    const looks = [0, 0.25, 0.5, 0.75, 1].map((known) => describeDot(0.6, known));
    for (const [i, look] of looks.slice(1).entries()) {
      expect(look.scale).toBeLessThan(looks[i]!.scale);
      expect(look.opacity).toBeGreaterThan(looks[i]!.opacity);
    }
  });
});
