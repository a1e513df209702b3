import { describe, expect, it } from 'vitest';
import {
  allow,
  isAllowed,
  readOrigin,
  revoke,
  toPattern,
  type AllowedPage,
} from '../../src/page-api/allowed-pages.ts';
import { PAGE_REQUESTS, readRequest } from '../../src/page-api/page-messages.ts';
import { readGaze, toPageClock, type PageView } from '../../src/page-api/read-gaze.ts';
import { summarizeValidation } from '../../src/page-api/summarize-validation.ts';

const NOW = new Date('2026-11-27T12:00:00Z');

const locate = ({ xScreen, yScreen }: { xScreen: number; yScreen: number }) => ({
  xViewportPx: (1000 * xScreen) / 2,
  yViewportPx: (1000 * yScreen) / 2,
});
const trial = (at: [number, number], samples: [number, number][]) => ({
  target: { xScreen: at[0], yScreen: at[1] },
  fromMs: 0,
  untilMs: 1000,
  expectedSamples: 4,
  samples: samples.map(([xScreen, yScreen], i) => ({ timestampMs: 100 * i, xScreen, yScreen })),
});

describe('what a page posts', () => {
  it.each(PAGE_REQUESTS)('is a request: %s', (type) => {
    const request = { fovea: 1, id: 'a', type };
    expect(readRequest(request)).toEqual({ kind: 'request', request });
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'fovea'],
    ['another library’s', { type: 'start', id: 'a' }],
    ['what Fovea says itself', { fovea: 1, type: 'answer', of: 'hello', id: 'a' }],
    ['gaze that Fovea sends', { fovea: 1, type: 'gaze', timestampMs: 1, lost: 'eyes' }],
    ['an error that Fovea sends', { fovea: 1, id: 'a', type: 'error', code: 'busy', message: '' }],
  ])('is not for Fovea: %s', (_, data) => {
    expect(readRequest(data)).toEqual({ kind: 'none' });
  });

  it.each([
    ['of another type', { fovea: 1, id: 'a', type: 'frames' }, 'a', /type/],
    ['with more than is asked for', { fovea: 1, id: 'a', type: 'start', camera: 'x' }, 'a', /camera/],
    ['of another version', { fovea: 2, id: 'a', type: 'start' }, 'a', /version 1/],
    ['without an id', { fovea: 1, type: 'start' }, undefined, /id/],
    ['with an id that is no text', { fovea: 1, id: { toString: 1 }, type: 'start' }, undefined, /id/],
    ['with an id without end', { fovea: 1, id: 'x'.repeat(65), type: 'start' }, undefined, /id/],
  ])('is refused in words: one %s', (_, data, id, words) => {
    const read = readRequest(data);
    expect(read).toMatchObject({ kind: 'refused', message: expect.stringMatching(words) });
    expect(read.kind === 'refused' && read.id).toBe(id);
  });
});

describe('a site’s leave', () => {
  const page = (origin: string, granted = true): AllowedPage => ({
    origin,
    allowedAt: NOW.toISOString(),
    granted,
  });

  it.each([
    ['https://lab.example/x?y#z', 'https://lab.example'],
    ['http://localhost:8080/', 'http://localhost:8080'],
    ['file:///home/me/experiment.html', null],
    ['chrome://extensions', null],
    ['about:blank', null],
    ['data:text/html,x', null],
    ['no address', null],
  ])('at %s is that of %s', (address, origin) => {
    expect(readOrigin(address)).toBe(origin);
  });

  it('is that origin’s alone: not another port’s, scheme’s or subdomain’s', () => {
    const pages = [page('https://lab.example')];
    expect(isAllowed('https://lab.example', pages)).toBe(true);
    for (const other of [
      'http://lab.example',
      'https://lab.example:8443',
      'https://a.lab.example',
      'https://lab.example.evil.example',
      'null',
      undefined,
    ]) {
      expect(isAllowed(other, pages)).toBe(false);
    }
  });

  it('asks the browser for the host, which has no ports', () => {
    expect(toPattern('http://localhost:8080')).toBe('http://localhost/*');
    expect(toPattern('http://[::1]:8080')).toBe('http://[::1]/*');
  });

  it('given twice is there once, and does not forget that the browser gave it', () => {
    const once = allow([page('https://z.example')], 'https://a.example', true, NOW);
    const twice = allow(once, 'https://a.example', false, NOW);
    expect(twice).toEqual([page('https://a.example'), page('https://z.example')]);
  });

  it('taken back gives back to the browser what came with it', () => {
    const pages = [page('https://a.example'), page('https://b.example')];
    expect(revoke(pages, 'https://a.example')).toEqual({
      pages: [page('https://b.example')],
      giveBack: 'https://a.example/*',
    });
    expect(revoke(pages, 'https://c.example')).toEqual({ pages, giveBack: null });
  });

  it('taken back leaves what the browser had given before', () => {
    expect(revoke([page('https://a.example', false)], 'https://a.example')).toEqual({
      pages: [],
      giveBack: null,
    });
  });

  it('taken back leaves what another port of the host goes on with, which gives it back in the end', () => {
    const first = revoke(
      [page('http://localhost:1'), page('http://localhost:2', false)],
      'http://localhost:1',
    );
    expect(first).toEqual({ pages: [page('http://localhost:2', true)], giveBack: null });
    expect(revoke(first.pages, 'http://localhost:2').giveBack).toBe('http://localhost/*');
  });
});

describe('gaze for a page', () => {
  const view: PageView = {
    locate: ({ xScreen, yScreen }) => ({
      xViewportPx: 1000 * xScreen - 100,
      yViewportPx: 1000 * yScreen - 100,
    }),
    widthPx: 600,
    heightPx: 500,
    inFront: true,
    epochMs: 1_000_000,
    clockMs: 4000,
  };
  const sample = { timestampMs: 999_900, xScreen: 0.3, yScreen: 0.4, confidence: 0.8 };

  it('is on its own clock, in its own pixels', () => {
    expect(readGaze(sample, view)).toEqual({
      timestampMs: 3900,
      xViewportPx: expect.closeTo(200),
      yViewportPx: expect.closeTo(300),
      confidence: 0.8,
    });
    expect(toPageClock(1_000_250, view)).toBe(4250);
  });

  it.each([
    ['left of it', { xScreen: 0.05 }],
    ['right of it', { xScreen: 0.75 }],
    ['above it', { yScreen: -0.2 }],
    ['below it', { yScreen: 0.61 }],
  ])('that is %s is not told where', (_, elsewhere) => {
    expect(readGaze({ ...sample, ...elsewhere }, view)).toEqual({ timestampMs: 3900, lost: 'outside' });
  });

  it('is not told while another window may lie over it', () => {
    expect(readGaze(sample, { ...view, inFront: false })).toEqual({ timestampMs: 3900, lost: 'away' });
  });
});

describe('a page’s validation', () => {
  const view = { screen: { widthScreenPx: 1000, heightScreenPx: 1000 }, cssScale: 2, locate };

  it('is in its own pixels: dots, where gaze was, and how far', () => {
    const found = summarizeValidation(
      [
        trial(
          [0.5, 0.5],
          [
            [0.52, 0.5],
            [0.54, 0.5],
          ],
        ), // 3 % to the right
        trial(
          [0.1, 0.1],
          [
            [0.1, 0.15],
            [0.1, 0.15],
          ],
        ), // 5 % down
      ],
      view,
    );
    expect(found.targets).toEqual([
      {
        xViewportPx: 250,
        yViewportPx: 250,
        gaze: { xViewportPx: expect.closeTo(265), yViewportPx: 250 },
        samples: 2,
      },
      {
        xViewportPx: 50,
        yViewportPx: 50,
        gaze: { xViewportPx: 50, yViewportPx: expect.closeTo(75) },
        samples: 2,
      },
    ]);
    expect(found.accuracyPct).toBeCloseTo(4);
    expect(found.accuracyPx).toBeCloseTo(20);
    expect(found.precisionPx).toBeCloseTo(Math.sqrt((10 ** 2 + 0) / 2));
    expect(found.dataLossPct).toBeCloseTo(50);
    expect(found.samplingRateHz).toBeCloseTo(10);
  });

  it('says nothing of a dot without samples, and grades worst where there are none', () => {
    const found = summarizeValidation([trial([0.5, 0.5], [])], view);
    expect(found).toMatchObject({
      accuracyPx: null,
      accuracyPct: null,
      precisionPx: null,
      dataLossPct: 100,
      samplingRateHz: null,
      grade: 6,
    });
    expect(found.targets[0]?.gaze).toBeNull();
  });
});
