import { beforeAll, describe, expect, it, vi } from 'vitest';
import { makeSession } from '../../scripts/sessions/make-session.ts';
import { AOIS } from '../../scripts/sessions/pages.ts';
import { analyseSession } from '../../src/session/export/analyse-session.ts';
import { createJsPsychTrials, type JsPsychTrial } from '../../src/session/export/jspsych.ts';

const made = makeSession({ minutes: 1, seed: 21 });
const trials = createJsPsychTrials(made.session, analyseSession(made.session, AOIS));

/** What jsPsych's own data functions are called with. */
type Collection = {
  filter(filters: object): Collection;
  select(column: string): { values: unknown[]; max(): number };
  count(): number;
  csv(): string;
  values(): JsPsychTrial[];
  push(trial: object): Collection;
};

describe('the data of jsPsych', () => {
  let collection: Collection;

  beforeAll(async () => {
    // jsPsych puts itself on the page; its data need none.
    vi.stubGlobal('window', { location: { search: '' } });
    const { initJsPsych } = await import('jspsych');
    collection = initJsPsych().data.get() as unknown as Collection;
    const saved = JSON.parse(JSON.stringify(trials)) as object[];
    for (const trial of saved) collection.push(trial);
  });

  it('are trials that jsPsych itself counts, filters and writes', () => {
    expect(collection.count()).toBe(trials.length);
    const { url } = trials[0]!;
    const same = trials.filter((trial) => trial.url === url);
    expect(collection.filter({ url }).count()).toBe(same.length);
    expect(collection.select('time_elapsed').max()).toBe(trials.at(-1)!.time_elapsed);
    const [header] = collection.csv().split('\r\n');
    expect(header).toContain('webgazer_data');
  });

  it('hold each sample on a page once, in the time of its trial', () => {
    const { samples } = made.session;
    const onPage = [...samples.xViewportPx.keys()].filter(
      (i) => samples.view[i]! >= 0 && !Number.isNaN(samples.xViewportPx[i]!),
    );
    const points = trials.flatMap(({ webgazer_data }) => webgazer_data);
    expect(points).toHaveLength(onPage.length);
    for (const [place, i] of onPage.entries()) {
      expect(points[place]!.x).toBeCloseTo(samples.xViewportPx[i]!, 1);
      expect(points[place]!.t).toBeGreaterThanOrEqual(0);
    }
    for (const { webgazer_data } of trials) {
      const times = webgazer_data.map(({ t }) => t);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });

  it('have the areas of the page as targets, where they were when the trial began', () => {
    for (const { view, time_elapsed, webgazer_targets } of trials) {
      const hero = webgazer_targets.Hero!;
      expect(hero.right - hero.left).toBe(1330);
      expect(hero.bottom - hero.top).toBe(480);
      const scrolls = made.session.events.filter(
        (event) => event.type === 'scroll' && event.view === view && event.timestampMs <= time_elapsed,
      );
      const tops = [0, ...scrolls.map((event) => (event.type === 'scroll' ? event.yScrollPx : 0))];
      expect(tops).toContain(120 - hero.top);
    }
  });
});
