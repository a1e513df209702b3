// A session's course: its moments, tracks and pages.
import { describe, expect, it } from 'vitest';
import { makeSession } from '../../scripts/sessions/make-session.ts';
import { createSamples } from '../../src/session/session-chunks.ts';
import { createCourse, findSampleBefore } from '../../src/session/session-course.ts';
import type { SessionEvent } from '../../src/session/session-data.ts';
import { listPages, makePageKey, measurePage } from '../../src/session/session-pages.ts';
import { matchPages } from '../../src/session/match-pages.ts';
import { buildTracks, joinSpans } from '../../src/session/timeline.ts';

function makeSamples(timestampsMs: readonly number[], views: readonly number[]) {
  const samples = createSamples(timestampsMs.length);
  samples.timestampMs.set(timestampsMs);
  samples.view.set(views);
  return samples;
}

function makePage(url: string) {
  return { key: url, url, title: url, views: [0], shownMs: 1, samples: 1 };
}

describe('the moment at a time', () => {
  const events: SessionEvent[] = [
    { type: 'viewport', view: 0, timestampMs: 0, widthPx: 800, heightPx: 600, zoom: 1, devicePixelRatio: 1 },
    { type: 'scroll', view: 0, timestampMs: 100, xScrollPx: 0, yScrollPx: 50 },
    { type: 'scroll', view: 1, timestampMs: 150, xScrollPx: 0, yScrollPx: 900 },
    { type: 'scroll', view: 0, timestampMs: 200, xScrollPx: 10, yScrollPx: 300 },
  ];
  const course = createCourse({ events, samples: makeSamples([0, 100, 200, 300], [0, 0, 1, 0]) });

  it.each([
    [0, { view: 0, yScrollPx: 0, sample: 0 }],
    [120, { view: 0, yScrollPx: 50, sample: 1 }],
    [250, { view: 1, yScrollPx: 900, sample: 2 }],
    [999, { view: 0, yScrollPx: 300, sample: 3, widthPx: 800, heightPx: 600 }],
  ])('at %i ms is that of the newest sample and scroll', (timestampMs, expected) => {
    expect(course.at(timestampMs)).toMatchObject(expected);
  });

  it('finds samples by time', () => {
    const times = Float64Array.of(10, 20, 30);
    expect([5, 10, 29, 31].map((ms) => findSampleBefore(times, ms))).toEqual([-1, 0, 1, 2]);
  });
});

describe('tracks', () => {
  const { session, truth } = makeSession({ seed: 5, minutes: 2 });
  const tracks = buildTracks(session);

  it('hold every click and marker', () => {
    const count = (type: string): number => session.events.filter((event) => event.type === type).length;
    expect(tracks.clicks).toHaveLength(count('click'));
    expect(tracks.markers).toHaveLength(count('marker'));
    expect(count('click')).toBeGreaterThan(0);
  });

  it('have the pages one after the other, none at the same time', () => {
    expect(tracks.pages.length).toBeGreaterThan(3);
    for (const [index, { fromMs }] of tracks.pages.slice(1).entries()) {
      expect(fromMs).toBeGreaterThanOrEqual(tracks.pages[index]!.untilMs);
    }
  });

  it('cover the pauses that there were', () => {
    expect(truth.pauses.length).toBeGreaterThan(0);
    for (const { startMs, endMs } of truth.pauses) {
      const covering = tracks.pauses.filter(
        ({ fromMs, untilMs }) => fromMs <= startMs + 1 && untilMs >= endMs - 1,
      );
      expect(covering).toHaveLength(1);
    }
  });

  it('join what is near together', () => {
    const spans = [
      { fromMs: 0, untilMs: 10 },
      { fromMs: 15, untilMs: 20 },
      { fromMs: 90, untilMs: 95 },
    ];
    expect(joinSpans(spans, 10)).toEqual([
      { fromMs: 0, untilMs: 20 },
      { fromMs: 90, untilMs: 95 },
    ]);
  });
});

describe('pages', () => {
  it.each([
    ['https://a.example/x#part', 'https://a.example/x'],
    ['https://a.example/#/cart', 'https://a.example/#/cart'],
    ['https://a.example/#!cart', 'https://a.example/#!cart'],
    ['https://a.example/?q=1', 'https://a.example/?q=1'],
  ])('%s is the page %s', (url, key) => {
    expect(makePageKey(url)).toBe(key);
  });

  it('hold all visits, and all the time that was spent on them', () => {
    const { session } = makeSession({ seed: 2, minutes: 2 });
    const pages = listPages(session);
    expect(pages.flatMap(({ views }) => views).toSorted((a, b) => a - b)).toEqual(
      session.views.map(({ index }) => index),
    );
    const shownMs = pages.reduce((sum, page) => sum + page.shownMs, 0);
    expect(shownMs).toBeGreaterThan(80_000);
    expect(shownMs).toBeLessThan(120_000);
    expect(measurePage(session, pages[0]!.views)).toEqual({ widthPx: 1800, heightPx: 3000 });
  });

  it('of two groups are matched by address, and the rest is told', () => {
    const matched = matchPages(
      [
        { id: 's1', pages: [makePage('a'), makePage('b')] },
        { id: 's2', pages: [makePage('b')] },
      ],
      [{ id: 's3', pages: [makePage('b'), makePage('c')] }],
    );
    expect(matched.both.map(({ key, first, second }) => [key, first.length, second.length])).toEqual([
      ['b', 2, 1],
    ]);
    expect(matched.onlyFirst.map(({ key }) => key)).toEqual(['a']);
    expect(matched.onlySecond.map(({ key }) => key)).toEqual(['c']);
  });
});
