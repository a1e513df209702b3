// Synthetic sessions are sessions: whole, the same for the same seed, and as noisy and as torn as was asked for.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { makeSession } from '../../scripts/sessions/make-session.ts';
import { AOIS } from '../../scripts/sessions/pages.ts';

describe('a made session', () => {
  const made = makeSession({ minutes: 10, seed: 5, precisionPct: 1.5 });
  const { session, truth } = made;
  const { samples } = session;

  it('is the same for the same seed, and another for another', () => {
    expect(makeSession({ minutes: 10, seed: 5, precisionPct: 1.5 }).session).toEqual(session);
    expect(makeSession({ minutes: 10, seed: 6 }).session.samples.xScreen).not.toEqual(samples.xScreen);
  });

  it('has samples by time, columns of one length, and indices that are there', () => {
    const count = samples.timestampMs.length;
    expect(count).toBeGreaterThan(9 * 60 * 30);
    expect(Object.values(samples).map((column) => column.length)).toEqual(
      Object.keys(samples).map(() => count),
    );
    expect(samples.timestampMs.every((ms, i) => i === 0 || ms > samples.timestampMs[i - 1]!)).toBe(true);
    expect(samples.view.every((view) => view >= -1 && view < session.views.length)).toBe(true);
    expect(samples.element.every((element) => element >= -1 && element < session.elements.length)).toBe(true);
    expect(session.elements.map(({ index }) => index)).toEqual([...session.elements.keys()]);
    expect(
      session.events.every(({ timestampMs }, i) => timestampMs >= (session.events[i - 1]?.timestampMs ?? 0)),
    ).toBe(true);
  });

  it('has everything that happens in a session', () => {
    const types = new Set(session.events.map(({ type }) => type));
    expect([...types].toSorted()).toEqual(
      [
        'away',
        'click',
        'document',
        'hide',
        'marker',
        'pause',
        'resume',
        'scroll',
        'show',
        'viewport',
      ].toSorted(),
    );
    expect(new Set(session.views.map(({ tab }) => tab)).size).toBe(2);
    expect(new Set(session.views.map(({ cause }) => cause)).size).toBe(2);
    expect(new Set(session.elements.map(({ attachment }) => attachment)).size).toBe(3);
    expect(truth.blinks.length).toBeGreaterThan(20);
    expect(truth.losses.length).toBeGreaterThan(0);
    expect(truth.pauses.length).toBeGreaterThan(0);
    expect(AOIS.filter(({ id }) => truth.aois[id]!.visits > 0)).toHaveLength(AOIS.length - 1);
  });

  it('records nothing in a pause, and no gaze in a blink', () => {
    for (const { startMs, endMs } of truth.pauses) {
      expect(samples.timestampMs.some((ms) => ms > startMs && ms < endMs)).toBe(false);
    }
    for (const { startMs, endMs } of truth.blinks) {
      const during = samples.xScreen.filter(
        (_, i) => samples.timestampMs[i]! > startMs && samples.timestampMs[i]! < endMs,
      );
      expect(during.every((x) => Number.isNaN(x))).toBe(true);
    }
  });

  it('is as noisy as asked for: root mean square from sample to sample within fixations', () => {
    let [squares, count] = [0, 0];
    for (const { startMs, endMs } of truth.fixations) {
      const first = samples.timestampMs.findIndex((ms) => ms >= startMs);
      for (let i = first + 1; samples.timestampMs[i]! < endMs; i += 1) {
        const square =
          (samples.xScreen[i]! - samples.xScreen[i - 1]!) ** 2 +
          (samples.yScreen[i]! - samples.yScreen[i - 1]!) ** 2;
        if (Number.isNaN(square)) continue;
        squares += square;
        count += 1;
      }
    }
    expect(100 * Math.sqrt(squares / count)).toBeCloseTo(1.5, 1);
  });

  it('draws its pictures when they are asked for', async () => {
    const shot = session.shots[1]!;
    const { format, width, height } = await sharp(await made.drawShot(1)).metadata();
    expect({ format, width, height }).toEqual({
      format: 'webp',
      width: shot.widthImagePx,
      height: shot.heightImagePx,
    });
  });
});
