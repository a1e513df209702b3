import { describe, expect, it } from 'vitest';
import {
  ABSENCES,
  direct,
  VISITED_FRAMES,
  VISITED_MEASUREMENTS,
  type Directed,
  type Schedule,
} from '../../../training/render/output/director.ts';
import { createRandom } from '../../../training/render/random.ts';
import { drawHabits } from '../../../training/render/scene/habits.ts';

function shoot(name: string | number): Directed {
  const random = createRandom(`directed/${name}`);
  return {
    person: { habits: drawHabits(random.fork('habits')) },
    sitting: { screen: { widthCm: 34.5, heightCm: 19.4 }, distanceCm: 60 },
    random: random.fork('director'),
  } as unknown as Directed;
}
const takes = (measurements: number, schedule: Schedule) =>
  Array.from({ length: measurements }, (_, i) => direct(shoot(i), schedule));

describe('photos of dots', () => {
  const all = takes(300, { plan: 'dots', frames: 100 });
  const cues = all.flat().map(({ cue }) => cue);
  const shareOf = (test: (cue: (typeof cues)[number]) => boolean): number =>
    cues.filter(test).length / cues.length;

  it.each(ABSENCES)('holds photos of %s for a share of about %f', (absence, share) => {
    const found = shareOf((cue) => cue.absence === absence);
    expect(found / share).toBeGreaterThan(0.75);
    expect(found / share).toBeLessThan(1.25);
  });

  it('looks far off the screen where it looks off the screen, and on it in all others', () => {
    const outside = (away: boolean): number[] =>
      cues
        .filter(({ absence }) => (absence === 'off-screen') === away)
        .map(({ xScreen, yScreen }) => Math.max(-xScreen, xScreen - 1, -yScreen, yScreen - 1));
    expect(Math.min(...outside(true))).toBeGreaterThan(0.5);
    expect(Math.max(...outside(false))).toBeLessThan(0);
  });

  it('shuts the eyes in 2 to 8 %, and never seats nobody in the first photo', () => {
    expect(shareOf(({ blink }) => blink > 0.6)).toBeGreaterThan(0.02);
    expect(shareOf(({ blink }) => blink > 0.6)).toBeLessThan(0.08);
    for (const [first] of all) expect(first!.cue.absence).toBeUndefined();
  });

  it('has a second person in some measurements, for a part of their photos', () => {
    const visited = all.filter((measurement) => measurement.some(({ cue }) => cue.visitor));
    expect(visited.length / all.length / VISITED_MEASUREMENTS).toBeGreaterThan(0.5);
    expect(visited.length / all.length / VISITED_MEASUREMENTS).toBeLessThan(1.5);
    const frames = visited.flat();
    const share = frames.filter(({ cue }) => cue.visitor).length / frames.length;
    expect(share).toBeGreaterThan(VISITED_FRAMES - 0.05);
    expect(share).toBeLessThan(VISITED_FRAMES + 0.05);
  });

  it('is taken at intervals of 1 to 2.6 s, the dots spread evenly', () => {
    const intervals = all.flatMap((measurement) =>
      measurement.slice(1).map(({ timestampMs }, i) => timestampMs - measurement[i]!.timestampMs),
    );
    expect(Math.min(...intervals)).toBeGreaterThan(1000);
    expect(Math.max(...intervals)).toBeLessThan(2600);
    const dots = all.flat().map(({ target }) => target!);
    expect(dots.filter(([x]) => x < 0.5).length / dots.length).toBeCloseTo(0.5, 1.5);
    expect(dots.filter(([, y]) => y < 0.25).length / dots.length).toBeCloseTo(0.25, 1.5);
  });
});

describe('sequences', () => {
  it.each([
    ['reading', 15],
    ['browsing', 25],
    ['dots', 30],
  ] as const)('of %s have frames at %i Hz, every one with its task', (plan, rateHz) => {
    const [sequence] = takes(1, { plan, frames: 10 * rateHz, rateHz });
    expect(sequence).toHaveLength(10 * rateHz);
    sequence!.forEach(({ timestampMs, cue }, i) => {
      expect(timestampMs).toBeCloseTo((1000 * i) / rateHz, 6);
      expect(cue.elapsedS).toBe(1 / rateHz);
    });
    if (plan !== 'browsing') expect(new Set(sequence!.map(({ task }) => task))).toEqual(new Set([plan]));
  });

  it('blink less often while reading than while looking at dots', () => {
    const closed = (plan: 'reading' | 'dots'): number =>
      takes(40, { plan, frames: 1500, rateHz: 25 })
        .flat()
        .filter(({ cue }) => cue.blink > 0.6).length;
    expect(closed('reading') / closed('dots')).toBeGreaterThan(0.25);
    expect(closed('reading') / closed('dots')).toBeLessThan(0.75);
  });

  it('looks off the screen now and then, and comes back to its path', () => {
    const all = takes(40, { plan: 'scanning', frames: 1500, rateHz: 25 }).flat();
    const away = all.filter(({ cue }) => cue.absence === 'off-screen');
    expect(away.length / all.length).toBeGreaterThan(0.005);
    expect(away.length / all.length).toBeLessThan(0.05);
  });
});

it('directs the same for the same seed', () => {
  const schedule = { plan: 'browsing', frames: 300, rateHz: 20 } as const;
  expect(direct(shoot('same'), schedule)).toEqual(direct(shoot('same'), schedule));
});
