// A recording is read twice: to remember it, and to read every frame beside what is remembered.
import { describe, expect, it } from 'vitest';
import type { CameraFrame } from '../../src/camera/frames.ts';
import { analyseFrames, NoFaceError } from '../../src/gaze/analyse-frames.ts';
import type { AnalysisOptions, FrameSource } from '../../src/gaze/analyse-frames.ts';
import { createBrightnessModel, createFrame } from './model-brightness.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A recording with a frame every so often; what is asked of it is logged. */
function createSource(
  durationMs: number,
  frameEveryMs: number,
  toFrame: (timestampMs: number, pass: number) => CameraFrame = (timeMs) => createFrame(timeMs, timeMs),
) {
  const calls = { everyMs: [] as number[], read: 0, closed: 0 };
  const source: FrameSource = {
    durationMs,
    async *frames(everyMs) {
      calls.everyMs.push(everyMs);
      let wantedMs = 0;
      try {
        for (let timeMs = 0; timeMs < durationMs; timeMs += frameEveryMs) {
          if (timeMs < wantedMs) continue;
          wantedMs += everyMs;
          calls.read += 1;
          yield toFrame(timeMs, calls.everyMs.length);
        }
      } finally {
        calls.closed += 1;
      }
    },
  };
  return { source, calls };
}

/** Of frames every 100 ms. */
const isNotThird = (timeMs: number): boolean => timeMs % 300 !== 0;

function createOptions() {
  const controller = new AbortController();
  const progress: { pass: 1 | 2; share: number }[] = [];
  const options: AnalysisOptions = {
    signal: controller.signal,
    onProgress: (each) => void progress.push(each),
  };
  return { controller, progress, options };
}

describe('analyseFrames', () => {
  it('reads the source twice: frames from all over it, then every frame', async () => {
    const { model } = createBrightnessModel();
    const { source, calls } = createSource(20 * SECOND, 100);
    const { samples, frames } = await analyseFrames(model, source, createOptions().options);
    // Two looks for each of the 96 that are remembered.
    expect(calls.everyMs).toEqual([(20 * SECOND) / 192, 0]);
    expect(calls.closed).toBe(2);
    expect(frames).toBe(200);
    expect(samples.map(({ timestampMs }) => timestampMs)).toEqual(
      Array.from({ length: 200 }, (_, i) => i * 100),
    );
  });

  it('reads every frame beside the same memory, which holds 96 frames from the first to the last', async () => {
    const { model, calls } = createBrightnessModel();
    const { source } = createSource(40 * SECOND, 100);
    await analyseFrames(model, source, createOptions().options);
    const reading = calls.predicted.slice(-400);
    const [{ memory }] = reading as [(typeof reading)[number]];
    expect(memory).toHaveLength(96);
    expect(memory[0]).toBe(0);
    expect(memory.at(-1)).toBeGreaterThan(39 * SECOND);
    expect(Math.max(...memory.slice(1).map((timeMs, i) => timeMs - memory[i]!))).toBeLessThan(2 * SECOND);
    for (const each of reading) expect(each.memory).toEqual(memory);
  });

  it('reads each frame the same, whatever came before it', async () => {
    const { model } = createBrightnessModel();
    const { source } = createSource(10 * SECOND, 100, (timeMs) => createFrame(timeMs % 1000, timeMs));
    const { samples } = await analyseFrames(model, source, createOptions().options);
    for (const { timestampMs, xScreen } of samples) {
      expect(xScreen).toBeCloseTo(samples[(timestampMs % 1000) / 100]!.xScreen, 9);
    }
    expect(samples[1]!.xScreen - samples[0]!.xScreen).toBeCloseTo(100, 9);
  });

  it('gives no sample for closed eyes, and counts the frame', async () => {
    const { model, calls } = createBrightnessModel();
    const { source } = createSource(9 * SECOND, 100, (timeMs) =>
      createFrame(timeMs, timeMs, { open: isNotThird(timeMs) ? 1 : 0 }),
    );
    const { samples, frames } = await analyseFrames(model, source, createOptions().options);
    expect(frames).toBe(90);
    expect(samples).toHaveLength(60);
    expect(samples.every(({ timestampMs }) => isNotThird(timestampMs))).toBe(true);
    expect(calls.remembered.flat().every(isNotThird)).toBe(true);
  });

  it('remembers all of a long recording, through blinks and absences', async () => {
    const { model, calls } = createBrightnessModel();
    // Looks of the first pass are 37.5 s apart: of two hours, one in five is a blink, and a quarter shows nobody.
    const isOpen = (timeMs: number): boolean =>
      Math.round(timeMs / 37_500) % 5 !== 0 && (timeMs < 60 * MINUTE || timeMs > 90 * MINUTE);
    const { source } = createSource(120 * MINUTE, 2500, (timeMs, pass) =>
      createFrame(timeMs, timeMs, { open: pass === 2 || isOpen(timeMs) ? 1 : 0 }),
    );
    const { samples } = await analyseFrames(model, source, createOptions().options);
    const { memory } = calls.predicted.at(-1)!;
    expect(memory.filter((timeMs) => timeMs < 60 * MINUTE).length).toBeGreaterThan(40);
    expect(memory.filter((timeMs) => timeMs > 90 * MINUTE).length).toBeGreaterThan(15);
    expect(samples).toHaveLength((120 * MINUTE) / 2500);
  });

  it('tells how far each pass is', async () => {
    const { model } = createBrightnessModel();
    const { source } = createSource(10 * SECOND, 100);
    const { progress, options } = createOptions();
    await analyseFrames(model, source, options);
    const [first, second] = [1, 2].map((pass) => progress.filter((each) => each.pass === pass));
    expect(progress).toEqual([...first!, ...second!]);
    expect(second).toHaveLength(100);
    for (const shares of [first!, second!].map((each) => each.map(({ share }) => share))) {
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
      expect(shares[0]).toBe(0);
      expect(shares.at(-1)).toBeCloseTo(0.99, 2);
    }
  });

  it('never tells of more than all, where a recording lasts longer than it says', async () => {
    const { model } = createBrightnessModel();
    const { source } = createSource(2 * SECOND, 100);
    const { progress, options } = createOptions();
    await analyseFrames(model, { ...source, durationMs: SECOND }, options);
    expect(Math.max(...progress.map(({ share }) => share))).toBe(1);
  });

  it('leaves the model without a memory', async () => {
    const { model, memory } = createBrightnessModel();
    await analyseFrames(model, createSource(SECOND, 100).source, createOptions().options);
    expect(memory()).toEqual([]);
  });

  it('says that there is no face after the first pass', async () => {
    const { model, calls } = createBrightnessModel();
    const { source, calls: reads } = createSource(SECOND, 100, (timeMs) =>
      createFrame(1, timeMs, { open: 0.2 }),
    );
    const analysing = analyseFrames(model, source, createOptions().options);
    await expect(analysing).rejects.toThrow(NoFaceError);
    await expect(analysing).rejects.toThrow('No open eyes were found in this recording.');
    expect(reads.everyMs).toHaveLength(1);
    expect(calls.remembered.flat()).toEqual([]);
  });

  it.each([1, 2] as const)(
    'stops at once when it is aborted in pass %i, and closes the source',
    async (pass) => {
      const { model, calls: looks } = createBrightnessModel();
      const { controller, progress, options } = createOptions();
      const reason = new Error('the person has had enough');
      const { source, calls } = createSource(10 * SECOND, 100, (timeMs, current) => {
        if (current === pass && timeMs === 3000) controller.abort(reason);
        return createFrame(timeMs, timeMs);
      });
      await expect(analyseFrames(model, source, options)).rejects.toBe(reason);
      expect(calls.everyMs).toHaveLength(pass);
      expect(calls.closed).toBe(pass);
      expect(progress.at(-1)!.pass).toBe(pass);
      expect(progress.at(-1)!.share).toBeLessThan(0.3);
      const looksThen = looks.predicted.length;
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(looks.predicted).toHaveLength(looksThen);
    },
  );

  it.each([1, 2] as const)('is aborted also by a source that only ends, in pass %i', async (pass) => {
    const { model } = createBrightnessModel();
    const { controller, options } = createOptions();
    const { source } = createSource(SECOND, 100);
    let reads = 0;
    const ending: FrameSource = {
      ...source,
      async *frames(everyMs, signal) {
        reads += 1;
        const aborts = reads === pass;
        for await (const frame of source.frames(everyMs, signal)) {
          yield frame;
          if (!aborts) continue;
          controller.abort();
          return;
        }
      },
    };
    await expect(analyseFrames(model, ending, options)).rejects.toMatchObject({ name: 'AbortError' });
    expect(reads).toBe(pass);
  });

  it('passes on what the source throws', async () => {
    const { model } = createBrightnessModel();
    const { source } = createSource(SECOND, 100, (timeMs) => {
      if (timeMs === 500) throw new Error('the file is damaged here');
      return createFrame(1, timeMs);
    });
    await expect(analyseFrames(model, source, createOptions().options)).rejects.toThrow(
      'the file is damaged here',
    );
  });
});
