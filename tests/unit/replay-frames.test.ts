// Which moments a film of a replay shows: all of the session, faster, or a part of it.
import { describe, expect, it } from 'vitest';
import { makeSession } from '../../scripts/sessions/make-session.ts';
import { suggestFilm } from '../../entrypoints/report/files/FilmChoice.tsx';
import { detectFixations } from '../../src/gaze/fixations.ts';
import {
  countFrames,
  DEFAULT_REPLAY,
  listReplayFrames,
  type ReplaySettings,
} from '../../src/session/export/replay-frames.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const { session } = makeSession({ minutes: 1, seed: 7 });
const { fixations } = detectFixations(session);
const list = (settings: Partial<ReplaySettings>) => {
  const film = { ...DEFAULT_REPLAY, framesPerSecond: 10, ...settings };
  const frames = [...listReplayFrames(session, fixations, film)];
  expect(frames).toHaveLength(countFrames(session, film));
  return frames;
};

describe('a film', () => {
  it.each<[string, Partial<ReplaySettings>, number, number, number]>([
    ['of all of it', {}, 600, 0, 59_900],
    ['eight times as fast', { speed: 8 }, 75, 0, 59_200],
    ['of a part', { fromMs: 20 * SECOND, untilMs: 30 * SECOND }, 100, 20_000, 29_900],
    ['of a part, twice as fast', { fromMs: 20 * SECOND, untilMs: 30 * SECOND, speed: 2 }, 50, 20_000, 29_800],
    [
      'to an end that is past the session’s',
      { fromMs: 50 * SECOND, untilMs: MINUTE * 9 },
      100,
      50_000,
      59_900,
    ],
    ['of next to nothing is one frame', { fromMs: 20 * SECOND, untilMs: 20 * SECOND }, 1, 20_000, 20_000],
  ])('%s', (_name, settings, count, first, last) => {
    const frames = list(settings);
    expect([frames.length, frames[0]!.timestampMs, frames.at(-1)!.timestampMs]).toEqual([count, first, last]);
  });

  it('of a part shows what the whole shows then', () => {
    const part = list({ fromMs: 20 * SECOND, untilMs: 30 * SECOND });
    expect(part).toEqual(list({}).slice(200, 300));
    expect(part.some(({ fixation }) => fixation !== null)).toBe(true);
  });
});

describe('the speed that is suggested', () => {
  it.each([
    [[MINUTE], 1],
    [[15 * MINUTE], 1],
    [[MINUTE, 16 * MINUTE], 2],
    [[60 * MINUTE], 4],
    [[600 * MINUTE], 16],
  ])('for sessions of %j ms is %d', (durationsMs, speed) => {
    expect(suggestFilm(durationsMs)).toEqual({ ...DEFAULT_REPLAY, speed });
  });
});
