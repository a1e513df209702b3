// Where the tracker looks: the whole square while it seeks a face, then views that follow it.
import { describe, expect, it } from 'vitest';
import { WHOLE_VIEW } from '../../src/camera/framing.ts';
import type { View } from '../../src/camera/framing.ts';
import { createTracker } from '../../src/gaze/tracker.ts';
import { createBrightnessModel, createFrame, viewAt } from './model-brightness.ts';

describe('the tracker’s view', () => {
  it('is sought until open eyes are found; that frame goes on at once', async () => {
    const { model, calls } = createBrightnessModel();
    const tracker = createTracker({ model });
    const log: View[] = [];
    for (const i of [0, 1, 2]) {
      expect(await tracker.track(createFrame(5, i * 600, { open: 0.4, log }))).toBeNull();
    }
    expect(tracker.state()).toEqual({ windowFilled: 0, eyesInView: false, seeking: true });
    expect(await tracker.track(createFrame(5, 1800, { xFace: 0.625, log }))).not.toBeNull();
    expect(tracker.state()).toEqual({ windowFilled: 1 / 32, eyesInView: true, seeking: false });
    expect(calls.sought).toEqual([WHOLE_VIEW, WHOLE_VIEW, WHOLE_VIEW, WHOLE_VIEW]);
    expect(log).toEqual([...[0, 1, 2].flatMap(() => [WHOLE_VIEW, viewAt(0.5)]), WHOLE_VIEW, viewAt(0.625)]);
    // An empty chair is never remembered, and a gaze is read in no whole square.
    expect(calls.predicted.at(-1)).toEqual({ view: viewAt(0.625), memory: [] });
    expect(calls.remembered).toEqual([[5]]);
  });

  it('rests while the face does, and is the face’s new one in the frame after it moved', async () => {
    const { model } = createBrightnessModel();
    const tracker = createTracker({ model });
    const log: View[] = [];
    for (const [i, xFace] of [32, 33, 34, 40, 40, 41].entries()) {
      await tracker.track(createFrame(5, i * 100, { xFace: xFace / 64, log }));
    }
    const [first, second] = [viewAt(0.5), viewAt(0.625)];
    expect(log).toEqual([WHOLE_VIEW, first, first, first, first, second, second]);
    expect(new Set(log).size).toBe(3);
  });

  it('stays through blinks; without open eyes for a second the face is sought again, and the memory kept', async () => {
    const { model, calls, memory } = createBrightnessModel();
    const tracker = createTracker({ model, rememberEveryMs: 5000 });
    const view = viewAt(0.5);
    await tracker.track(createFrame(10, 0));

    let log: View[] = [];
    for (const timeMs of [100, 200, 999]) await tracker.track(createFrame(0, timeMs, { open: 0, log }));
    await tracker.track(createFrame(10, 1000, { log }));
    for (const timeMs of [1400, 1999]) await tracker.track(createFrame(0, timeMs, { open: 0, log }));
    expect(log).toEqual(Array(6).fill(view));
    expect(tracker.state()).toEqual({ windowFilled: 1 / 32, eyesInView: false, seeking: false });

    log = [];
    for (const timeMs of [2000, 2100, 2200]) await tracker.track(createFrame(0, timeMs, { open: 0, log }));
    expect(log).toEqual([view, WHOLE_VIEW, view, WHOLE_VIEW, view]);
    expect(tracker.state()).toEqual({ windowFilled: 1 / 32, eyesInView: false, seeking: true });

    log = [];
    const before = calls.predicted.length;
    const sample = await tracker.track(createFrame(16, 2300, { xFace: 0.3125, log }));
    expect(log).toEqual([WHOLE_VIEW, viewAt(0.3125)]);
    // Read beside the memory that was kept.
    expect(sample?.xScreen).toBe(16 - 10);
    expect(calls.predicted.slice(before)).toEqual([{ view: viewAt(0.3125), memory: [10] }]);
    expect(memory()).toEqual([10]);
  });

  it('is the whole square at once when another camera with an earlier clock shows no eyes', async () => {
    const { model } = createBrightnessModel();
    const tracker = createTracker({ model });
    const log: View[] = [];
    await tracker.track(createFrame(1, 10_000));
    for (const timeMs of [100, 200]) await tracker.track(createFrame(1, timeMs, { open: 0, log }));
    expect(log).toEqual([viewAt(0.5), WHOLE_VIEW, viewAt(0.5)]);
  });

  it('stays with each entry of the memory: where its face lay when it came', async () => {
    const { model } = createBrightnessModel();
    const seen: View[][] = [];
    const tracker = createTracker({
      model,
      capacity: 2,
      rememberEveryMs: 0,
      policy: {
        chooseLeaving(entries) {
          seen.push(entries.map(({ view }) => view));
          return 0;
        },
      },
    });
    for (const [i, xFace] of [0.5, 0.75, 0.75, 0.75].entries()) {
      await tracker.track(createFrame(i, i * 100, { xFace }));
    }
    // Frame 1 shows the face at 0.75 and is still cut where it was before.
    const [before, after] = [viewAt(0.5), viewAt(0.75)];
    expect(seen).toEqual([
      [before, before, after],
      [before, after, after],
    ]);
  });
});
