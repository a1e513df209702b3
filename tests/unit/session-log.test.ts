// Frames and what pages report of them, put together: each frame once, with the page that was in front.
import { describe, expect, it } from 'vitest';
import type { PageReport, PageSample } from '../../src/session/page-report.ts';
import { createSessionLog, type PageLog } from '../../src/session/session-log.ts';

const START_MS = 1_000_000;
const at = (ms: number): number => START_MS + ms;

function report(part: Partial<PageReport>): PageReport {
  return {
    type: 'report',
    views: [],
    elements: [],
    events: [],
    samples: [],
    seenMs: 0,
    focused: false,
    ...part,
  };
}

/** A page of a tab with one view that is shown from `ms` on. */
function showPage(page: PageLog, ms: number, url = 'http://a/'): void {
  page.take(
    report({
      views: [{ index: 0, url, title: '', timestampMs: at(ms), cause: 'load' }],
      events: [{ type: 'show', view: 0, timestampMs: at(ms) }],
    }),
  );
}

const sampleAt = (ms: number) => ({ timestampMs: at(ms), xScreen: 0.5, yScreen: 0.5, confidence: 1 });
const onPage = (ms: number): PageSample => ({
  timestampMs: at(ms),
  view: 0,
  place: { xViewportPx: 10, yViewportPx: 20, xDocumentPx: 10, yDocumentPx: 120 },
});
const besidePage = (ms: number): PageSample => ({ timestampMs: at(ms), view: 0 });

describe('a frame', () => {
  it('waits for the page that is seen, and has its place then', () => {
    const log = createSessionLog(START_MS);
    const page = log.addPage(7);
    showPage(page, 0);
    log.addFrame(at(100), sampleAt(100));
    expect(log.drain(at(600))!.samples.timestampMs).toHaveLength(0);
    page.take(report({ samples: [onPage(100)], seenMs: at(100) }));
    const { samples } = log.drain(at(650))!;
    expect([...samples.timestampMs]).toEqual([100]);
    expect([samples.view[0], samples.xViewportPx[0], samples.yDocumentPx[0]]).toEqual([0, 10, 120]);
  });

  it('that its page never tells of is written all the same, within the time that a crash may cost', () => {
    const log = createSessionLog(START_MS);
    showPage(log.addPage(7), 0);
    log.addFrame(at(100), sampleAt(100));
    expect(log.drain(at(1100))!.samples.timestampMs).toHaveLength(0);
    const { samples } = log.drain(at(1300))!;
    expect([samples.xScreen[0], samples.view[0], samples.element[0]]).toEqual([0.5, -1, -1]);
  });

  it('without eyes counts as lost on the page that was in front, and on none where there was none', () => {
    const log = createSessionLog(START_MS);
    log.addFrame(at(50), null);
    const page = log.addPage(7);
    showPage(page, 100);
    log.addFrame(at(150), null);
    page.take(report({ events: [{ type: 'hide', view: 0, timestampMs: at(200) }] }));
    log.addFrame(at(250), null);
    const { samples } = log.drain(at(2000))!;
    expect([...samples.view]).toEqual([-1, 0, -1]);
    expect([...samples.xScreen]).toEqual([NaN, NaN, NaN]);
    expect([...samples.confidence]).toEqual([0, 0, 0]);
  });

  it('comes once and in order, however often and late it is told', () => {
    const log = createSessionLog(START_MS);
    for (const ms of [10, 40, 40, 20, 70]) log.addFrame(at(ms), sampleAt(ms));
    expect([...log.drain(at(2000))!.samples.timestampMs]).toEqual([10, 40, 70]);
    log.addFrame(at(60), sampleAt(60));
    expect(log.drain(at(4000))).toBeNull();
  });
});

describe('two windows that are seen', () => {
  it.each([
    ['the page that holds the point', onPage(100), false, besidePage(100), true, 0],
    ['the page that holds the point, told last', besidePage(100), true, onPage(100), false, 1],
    ['of two that hold it the one with the focus', onPage(100), false, onPage(100), true, 1],
    ['of two that do not the one with the focus', besidePage(100), true, besidePage(100), false, 0],
  ])('%s wins', (_, first, firstFocused, second, secondFocused, view) => {
    const log = createSessionLog(START_MS);
    const pages = [log.addPage(1), log.addPage(2)] as const;
    pages.forEach((page) => showPage(page, 0));
    log.addFrame(at(100), sampleAt(100));
    pages[0].take(report({ samples: [first], seenMs: at(100), focused: firstFocused }));
    expect(log.drain(at(600))!.samples.timestampMs).toHaveLength(0);
    pages[1].take(report({ samples: [second], seenMs: at(100), focused: secondFocused }));
    const { samples } = log.drain(at(650))!;
    expect([...samples.view]).toEqual([view]);
  });
});

it('numbers of pages become numbers of the session, and a tab keeps its number over its pages', () => {
  const log = createSessionLog(START_MS);
  const box = { xDocumentPx: 0, yDocumentPx: 0, widthPx: 1, heightPx: 1 };
  const element = { index: 0, view: 0, selector: '#a', tag: 'a', attachment: 'document', box } as const;
  for (const [tabId, url] of [
    [7, 'http://a/'],
    [9, 'http://b/'],
    [7, 'http://c/'],
  ] as const) {
    const page = log.addPage(tabId);
    showPage(page, 0, url);
    page.take(
      report({
        elements: [element],
        events: [{ type: 'click', view: 0, timestampMs: at(5), xDocumentPx: 1, yDocumentPx: 1, element: 0 }],
      }),
    );
    page.close(at(10));
  }
  const chunk = log.drain(at(20), true)!;
  expect(chunk.views.map(({ index, tab, url }) => [index, tab, url])).toEqual([
    [0, 0, 'http://a/'],
    [1, 1, 'http://b/'],
    [2, 0, 'http://c/'],
  ]);
  expect(chunk.elements.map(({ index, view }) => [index, view])).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
  ]);
  const clicks = chunk.events.filter((event) => event.type === 'click');
  expect(clicks.map(({ view, element: on }) => [view, on])).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
  ]);
  expect(chunk.events.filter(({ type }) => type === 'hide')).toHaveLength(3);
});

it('nothing of a pause is taken in, and pages are seen anew after it', () => {
  const log = createSessionLog(START_MS);
  const page = log.addPage(7);
  showPage(page, 0);
  log.addFrame(at(100), sampleAt(100));
  log.pause(at(200));
  log.addFrame(at(250), sampleAt(250));
  page.take(
    report({ events: [{ type: 'scroll', view: 0, timestampMs: at(260), xScrollPx: 0, yScrollPx: 9 }] }),
  );
  log.resume(at(300));
  page.take(report({ events: [{ type: 'show', view: 0, timestampMs: at(310) }] }));
  log.addFrame(at(350), null);
  const { samples, events } = log.drain(at(3000))!;
  expect([...samples.timestampMs]).toEqual([100, 350]);
  expect(samples.view[1]).toBe(0);
  expect(events.map(({ type, timestampMs }) => [type, timestampMs])).toEqual([
    ['show', 0],
    ['hide', 200],
    ['pause', 200],
    ['resume', 300],
    ['show', 310],
  ]);
});

it('gaze is on no page while what is not recorded lies in front of it, until the page has the focus', () => {
  const log = createSessionLog(START_MS);
  const page = log.addPage(7);
  showPage(page, 0);
  const tell = (focused: boolean, ...times: number[]): void => {
    for (const ms of times) log.addFrame(at(ms), sampleAt(ms));
    page.take(report({ samples: times.map(onPage), seenMs: at(times.at(-1)!), focused }));
  };
  tell(true, 100);
  log.addAway(at(200), 'excluded');
  // Of before, told late.
  tell(false, 190, 210, 300);
  tell(true, 400);
  const { samples } = log.drain(at(1000))!;
  expect([...samples.timestampMs]).toEqual([100, 190, 210, 300, 400]);
  expect([...samples.view]).toEqual([0, 0, -1, -1, 0]);
  expect([...samples.xViewportPx]).toEqual([10, 10, Number.NaN, Number.NaN, 10]);
});

it('being away is told once, until a page is seen again', () => {
  const log = createSessionLog(START_MS);
  log.addAway(at(10), 'excluded');
  log.addAway(at(20), 'excluded');
  log.addAway(at(30), 'forbidden');
  showPage(log.addPage(7), 40);
  log.addAway(at(50), 'forbidden');
  const { events } = log.drain(at(60))!;
  expect(events.map((event) => [event.type, event.timestampMs])).toEqual([
    ['away', 10],
    ['away', 30],
    ['show', 40],
    ['away', 50],
  ]);
});
