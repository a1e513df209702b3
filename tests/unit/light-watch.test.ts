// The light on a face: its tone, and when it is another one.
import { describe, expect, it } from 'vitest';
import { createLightWatch, measureTone } from '../../src/gaze/light-watch.ts';
import type { Tone } from '../../src/gaze/light-watch.ts';
import { createTracker } from '../../src/gaze/tracker.ts';
import { createBrightnessModel, entryOf } from './model-brightness.ts';
import { createRandom } from './model-random-weights.ts';

const SIDE = 32;
type Rgb = readonly [number, number, number];

/** A view whose pixels are of these colours, 0..255. */
function paint(colourAt: (x: number, y: number) => Rgb): Float32Array {
  return Float32Array.from({ length: SIDE * SIDE * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return colourAt((pixel % SIDE) / SIDE, Math.floor(pixel / SIDE) / SIDE)[i % 3]!;
  });
}
/** The value that a camera gives for a share of full light. */
const encode = (light: number): number => 255 * light ** (1 / 2.2);
const grey = (light: number): Rgb => [encode(light), encode(light), encode(light)];

describe('measureTone', () => {
  it('is the level alone for an evenly grey view', () => {
    const [level, ...others] = measureTone(paint(() => grey(0.25)))!;
    expect(level).toBeCloseTo(Math.log(0.25), 3);
    for (const other of others) expect(other).toBeCloseTo(0, 6);
  });

  it('tells colour and side of the light, in logarithms of ratios', () => {
    const [, red, blue] = measureTone(paint(() => [encode(0.4), encode(0.2), encode(0.1)]))!;
    expect(red).toBeCloseTo(Math.log(2), 2);
    expect(blue).toBeCloseTo(-Math.log(2), 2);
    const side = measureTone(paint((x) => grey(x < 0.5 ? 0.3 : 0.1)))!;
    expect([side[3], side[4]].map((value) => value.toFixed(2))).toEqual([Math.log(3).toFixed(2), '0.00']);
    const above = measureTone(paint((_, y) => grey(y < 0.5 ? 0.1 : 0.4)))!;
    expect(above[4]).toBeCloseTo(-Math.log(4), 2);
  });

  it('is finite in the dark, and nothing for a view too small to have halves', () => {
    expect(measureTone(paint(() => [0, 0, 0]))!.every(Number.isFinite)).toBe(true);
    expect(measureTone(Float32Array.of(1, 2, 3))).toBeUndefined();
  });
});

describe('the light watch', () => {
  const random = createRandom(5);
  const near = (tone: Tone, spread = 0.02): Tone =>
    tone.map((value) => value + spread * (2 * random() - 1)) as unknown as Tone;
  const ROOM: Tone = [-2, 0.5, -0.4, 0.1, 0];
  /** A lamp at the other side. */
  const LAMP: Tone = [-1.7, 0.4, -0.1, -0.7, 0.15];

  /** When a change is noticed, in frames of 100 ms. */
  function watch(toneAt: (frame: number) => Tone, frames: number): number[] {
    const light = createLightWatch();
    return Array.from({ length: frames }, (_, i) => i).filter((i) => light.note(toneAt(i), i * 100));
  }

  it('notices another light within a second, once', () => {
    const seen = watch((i) => near(i < 100 ? ROOM : LAMP), 300);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toBeGreaterThan(100);
    expect(seen[0]).toBeLessThanOrEqual(112);
  });

  it('notices when it changes back, after it has seen enough of the new one', () => {
    expect(watch((i) => near(i < 100 || i >= 200 ? ROOM : LAMP), 300)).toHaveLength(2);
  });

  it('takes no slow change for one, nor a head that turns in light from the side', () => {
    const drifting = (i: number): Tone =>
      ROOM.map((value, k) => value + ((LAMP[k]! - value) * i) / 3000) as unknown as Tone;
    expect(watch((i) => near(drifting(i)), 3000)).toEqual([]);
    expect(watch((i) => [-2, 0.5, -0.4, 0.1 + 0.3 * Math.sin(i / 8), 0], 600)).toEqual([]);
  });

  it('says nothing of the first seconds, nor of another camera with an earlier clock', () => {
    expect(watch((i) => near(i < 20 ? ROOM : LAMP), 40)).toEqual([]);
    const light = createLightWatch();
    for (let i = 0; i < 100; i += 1) light.note(near(ROOM), 1e6 + i * 100);
    for (let i = 0; i < 30; i += 1) expect(light.note(near(LAMP), i * 100)).toBe(false);
  });

  it('forgets what it saw when it is cleared', () => {
    const light = createLightWatch();
    for (let i = 0; i < 100; i += 1) light.note(near(ROOM), i * 100);
    light.clear();
    for (let i = 100; i < 115; i += 1) expect(light.note(near(LAMP), i * 100)).toBe(false);
  });
});

describe('the tracker, in another light', () => {
  async function changeLight(options: { forgetInNewLight?: boolean }) {
    const { model, memory } = createBrightnessModel();
    const { findFace, predict } = model;
    // What these views show is a person at 0.5 with open eyes; only their light differs.
    const small = Float32Array.of(5, 1, 0.5);
    model.findFace = ({ view }) => findFace({ image: small, view });
    model.predict = ({ view }) => predict({ image: small, view });
    /** What the tracker remembers, each time that it says that the light is another one. */
    const rememberedAt: number[] = [];
    const onNewLight = (): number => rememberedAt.push(tracker.remembered().length);
    const tracker = createTracker({ model, rememberEveryMs: 500, onNewLight, ...options });
    tracker.reset([entryOf(7)]);
    const room = paint((x) => grey(x < 0.5 ? 0.3 : 0.2));
    const lamp = paint((x) => [encode(x < 0.5 ? 0.2 : 0.6), encode(0.3), encode(0.35)]);
    const track = async (from: number, to: number, image: Float32Array): Promise<void> => {
      for (let i = from; i < to; i += 1) await tracker.track({ timestampMs: i * 100, cut: () => image });
    };
    await track(0, 100, room);
    expect(memory()).toHaveLength(1 + 20);
    expect(memory()).toContain(7);
    await track(100, 115, lamp);
    return { tracker, memory, rememberedAt, goOn: () => track(115, 200, lamp) };
  }

  it('forgets its frames and what was known of the person', async () => {
    const { tracker, memory, rememberedAt, goOn } = await changeLight({});
    expect(memory().length).toBeLessThan(4);
    expect(memory()).not.toContain(7);
    expect(tracker.state()).toMatchObject({ seeking: false, eyesInView: true });
    await goOn();
    expect(memory().length).toBeGreaterThan(15);
    // It says so once, when nothing from before can be saved any more.
    expect(rememberedAt).toEqual([0]);
  });

  it('forgets nothing where it is told not to', async () => {
    const { memory, rememberedAt } = await changeLight({ forgetInNewLight: false });
    expect(memory()).toHaveLength(1 + 23);
    expect(rememberedAt).toEqual([]);
  });
});
