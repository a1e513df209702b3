// What stays in the viewport while a page scrolls: the picture has it once, and gaze on it is where the picture has it.
import { describe, expect, it } from 'vitest';
import { anchorSample } from '../../src/session/anchor.ts';
import { placeElements } from '../../src/session/place-elements.ts';
import { createSamples, joinChunks, type ToldElement } from '../../src/session/session-chunks.ts';
import type { Box, Fixture, SessionInfo, Shot, View } from '../../src/session/session-data.ts';
import { stitchShots } from '../../src/session/stitch-shots.ts';
import { placeStuck } from '../../src/session/stuck-fixtures.ts';

const SIZE = { widthPx: 1000, heightPx: 600 };
const info: SessionInfo = {
  id: 's',
  name: 's',
  createdAt: '2026-01-01T00:00:00Z',
  durationMs: 10_000,
  screen: SIZE,
  foveaVersion: '1',
  screenshots: true,
};

const box = (x: number, y: number, width: number, height: number): Box => ({
  xDocumentPx: x,
  yDocumentPx: y,
  widthPx: width,
  heightPx: height,
});
const makeView = (index: number): View => ({
  index,
  tab: 0,
  url: 'https://shop.example/',
  title: '',
  timestampMs: 0,
  cause: 'load',
});
const VIEWS = [makeView(0), makeView(1)];

/** A header that is 50 px down the page and sticks at the viewport's top, and a bar that is fixed at its bottom. */
const header = (scrollPx: number): Fixture => ({
  selector: '#header',
  box: box(0, Math.max(50, scrollPx), 1000, 80),
});
const bar = (scrollPx: number): Fixture => ({ selector: '#bar', box: box(0, scrollPx + 560, 1000, 40) });

function makeShot(index: number, yDocumentPx: number, change: Partial<Shot> = {}): Shot {
  const image = { widthImagePx: 1000, heightImagePx: 600, bytes: 1 };
  const fixtures = [header(yDocumentPx), bar(yDocumentPx)];
  return {
    index,
    view: 0,
    timestampMs: 1000 * index,
    xDocumentPx: 0,
    yDocumentPx,
    ...SIZE,
    ...image,
    fixtures,
    ...change,
  };
}

function tell(index: number, measuredMs: number, at: Box, change: Partial<ToldElement> = {}): ToldElement {
  return {
    index,
    view: 0,
    selector: `#e${index}`,
    tag: 'a',
    attachment: 'document',
    box: at,
    measuredMs,
    ...change,
  };
}
const inHeader = (index: number, ms: number, scrollPx: number): ToldElement => {
  const fixture = header(scrollPx);
  return tell(index, ms, box(300, fixture.box.yDocumentPx + 20, 100, 40), {
    attachment: 'viewport',
    fixture,
  });
};

/** Which shot the picture shows at a place. */
function shotAt(shots: readonly Shot[], x: number, y: number): number | undefined {
  const holds = ({ xDocumentPx, yDocumentPx, widthPx, heightPx }: Box): boolean =>
    x >= xDocumentPx && x < xDocumentPx + widthPx && y >= yDocumentPx && y < yDocumentPx + heightPx;
  const found = stitchShots(shots, new Map()).filter(holds);
  expect(found.length).toBeLessThan(2);
  return found[0]?.shot.index;
}

describe('the picture of a page', () => {
  const shots = [makeShot(0, 0), makeShot(1, 400), makeShot(2, 800)];

  it('has a header that sticks at its home alone', () => {
    expect(shotAt(shots, 500, 90)).toBe(0);
    // The page beneath it, from the picture above; its edge, which may have a shadow, too.
    expect([shotAt(shots, 500, 440), shotAt(shots, 500, 482)]).toEqual([0, 0]);
    expect(shotAt(shots, 500, 490)).toBe(1);
    expect([shotAt(shots, 500, 840), shotAt(shots, 500, 890)]).toEqual([1, 2]);
  });

  it('has a bar at the bottom of the viewport at the lowest place where it was seen', () => {
    expect([shotAt(shots, 500, 580), shotAt(shots, 500, 980), shotAt(shots, 500, 1380)]).toEqual([1, 2, 2]);
  });

  it('has all of a bar although a newer picture shows the page at that place', () => {
    const newer = [...shots, makeShot(3, 780)];
    expect([shotAt(newer, 500, 1362), shotAt(newer, 500, 1398)]).toEqual([2, 2]);
  });

  it('has the page instead of what was closed before the newest picture of that place', () => {
    const closed = makeShot(3, 800, { fixtures: [header(800)] });
    expect(shotAt([...shots, closed], 500, 1380)).toBe(3);
  });

  it('has what is fixed where the pictures begin, on a page whose top was never seen', () => {
    const lower = [makeShot(0, 400), makeShot(1, 800)];
    expect([shotAt(lower, 500, 420), shotAt(lower, 500, 840)]).toEqual([0, 0]);
  });

  it('shows the same parts in whatever order it was seen', () => {
    const back = [makeShot(0, 800), makeShot(1, 400), makeShot(2, 0)];
    expect([90, 440, 840, 980, 1380].map((y) => shotAt(back, 500, y))).toEqual([2, 2, 1, 0, 0]);
  });
});

describe('gaze on what sticks lies where the picture has it', () => {
  const shots = [makeShot(0, 0), makeShot(1, 400), makeShot(2, 800)];

  it.each([
    ['looked at where it is at home', [inHeader(0, 100, 0)]],
    ['met when the page was scrolled', [inHeader(0, 1100, 430)]],
    ['pictured at several places', [inHeader(0, 100, 0), inHeader(0, 1000, 400), inHeader(0, 2000, 800)]],
  ])('%s', (_, told) => {
    const [element] = placeElements(told, VIEWS, shots);
    expect(element!.box).toEqual(box(300, 70, 100, 40));
    expect(shotAt(shots, 350, 90)).toBe(0);
  });

  it('of all samples, wherever the page was scrolled', () => {
    const samples = createSamples(3);
    [0, 430, 800].forEach((scrollPx, i) => {
      samples.timestampMs[i] = 500 + 1000 * i;
      samples.view[i] = 0;
      samples.element[i] = 0;
      samples.xElement[i] = samples.yElement[i] = 0.5;
      samples.xDocumentPx[i] = 350;
      samples.yDocumentPx[i] = header(scrollPx).box.yDocumentPx + 40;
    });
    const elements = [inHeader(0, 100, 0), inHeader(0, 1000, 400), inHeader(0, 2000, 800)];
    const session = joinChunks(info, [{ views: VIEWS, elements, events: [], samples }], shots);
    for (const i of [0, 1, 2])
      expect(anchorSample(session, i)).toEqual({ xDocumentPx: 350, yDocumentPx: 90 });
    expect(Object.keys(session.elements[0]!)).not.toContain('fixture');
  });

  it('in another visit to the page', () => {
    const [, element] = placeElements(
      [tell(0, 0, box(0, 0, 9, 9)), { ...inHeader(1, 5000, 300), view: 1 }],
      VIEWS,
      shots,
    );
    expect(element!.box.yDocumentPx).toBe(70);
  });

  it('on a bar at the bottom', () => {
    const told = tell(0, 1200, box(20, 965, 100, 30), { attachment: 'viewport', fixture: bar(400) });
    expect(placeElements([told], VIEWS, shots)[0]!.box).toEqual(box(20, 1365, 100, 30));
  });

  it('and in one place where no pictures were taken', () => {
    const told = [inHeader(0, 100, 200), { ...inHeader(1, 900, 700), selector: '#other' }];
    expect(placeElements(told, VIEWS, []).map((element) => element.box.yDocumentPx)).toEqual([220, 220]);
  });
});

describe('an element that moved', () => {
  const shots = [0, 1, 2].map((index) => makeShot(index, 0, { fixtures: [] }));

  it('is where the last picture shows it', () => {
    const told = [tell(0, 100, box(0, 100, 50, 50)), tell(0, 1000, box(0, 340, 50, 50))];
    expect(placeElements(told, VIEWS, shots)[0]!.box.yDocumentPx).toBe(340);
  });

  it('is where the picture shows it, though it was elsewhere in a window of another width since', () => {
    const narrow = makeShot(1, 0, { widthPx: 500, fixtures: [] });
    const told = [tell(0, 0, box(0, 100, 50, 50)), tell(0, 1000, box(0, 900, 50, 50))];
    const [element] = placeElements(told, VIEWS, [shots[0]!, narrow, makeShot(2, 400, { fixtures: [] })]);
    // The picture of that place is from after the window had its width again, and nothing was told of it since.
    expect(element!.box.yDocumentPx).toBe(900);
    const [kept] = placeElements(told, VIEWS, [shots[0]!, narrow, makeShot(2, 1000, { fixtures: [] })]);
    expect(kept!.box.yDocumentPx).toBe(100);
  });

  it('is where it was told last of in a session that does not tell when', () => {
    const told = [100, 340].map((y) => {
      const { measuredMs: _, ...rest } = tell(0, 0, box(0, y, 50, 50));
      return rest;
    });
    expect(placeElements(told, VIEWS, shots)[0]!.box.yDocumentPx).toBe(340);
  });
});

describe('a replay holds what sticks in the viewport', () => {
  const shots = [makeShot(0, 0), makeShot(1, 400), makeShot(2, 800)];
  const placesAt = (yScrollPx: number, timestampMs = 1100) =>
    placeStuck(shots, timestampMs, { xScrollPx: 0, yScrollPx }).map(({ yDocumentPx }) => yDocumentPx);

  it.each([
    [0, [50, 560]],
    [30, [50, 590]],
    [230, [230, 790]],
    [800, [800, 1360]],
  ])('scrolled by %d px', (yScrollPx, places) => expect(placesAt(yScrollPx)).toEqual(places));

  it('cut out of the picture that is nearest in time', () => {
    const [first] = placeStuck(shots, 1600, { xScrollPx: 0, yScrollPx: 230 });
    expect(first).toMatchObject({ shot: { index: 2 }, from: header(800).box });
  });

  it('as far as its pictures tell of any', () => {
    const silent = shots.map(({ fixtures: _, ...shot }) => shot);
    expect(placeStuck(silent, 0, { xScrollPx: 0, yScrollPx: 300 })).toEqual([]);
  });
});

describe('a header that a script fixes once the page is scrolled', () => {
  /** 50 px down the page; at the viewport's top, and smaller, while it is fixed. */
  const free: Fixture = { selector: '#late', box: box(0, 50, 1000, 80) };
  const fixed = (scrollPx: number): Fixture => ({ selector: '#late', box: box(0, scrollPx, 1000, 60) });
  const top = (index: number, change: Partial<Shot> = {}): Shot =>
    makeShot(index, 0, { fixtures: [], ...change });
  const scrolled = (index: number, yDocumentPx: number): Shot =>
    makeShot(index, yDocumentPx, { fixtures: [fixed(yDocumentPx)], homes: [free] });
  const shots = [top(0), scrolled(1, 400), scrolled(2, 800)];
  const inIt = tell(0, 1100, box(300, 420, 100, 30), { attachment: 'viewport', fixture: fixed(410) });

  it('is in the picture where the page has it, and nowhere else', () => {
    expect([90, 430, 480, 830, 880].map((y) => shotAt(shots, 500, y))).toEqual([0, 0, 1, 1, 2]);
    expect(placeElements([inIt], VIEWS, shots)[0]!.box).toEqual(box(300, 60, 100, 30));
  });

  it('so too where it was met scrolled, and the page seen from its top only then', () => {
    const first = makeShot(0, 400, { fixtures: [fixed(400)] });
    const back = [first, top(1, { homes: [free] })];
    expect([90, 430, 630].map((y) => shotAt(back, 500, y))).toEqual([1, 1, 0]);
    expect(placeElements([inIt], VIEWS, back)[0]!.box.yDocumentPx).toBe(60);
  });

  it('in all of it, although a newer picture has it fixed across that place', () => {
    const newer = [...shots, scrolled(3, 100)];
    expect([60, 99, 120, 128, 180].map((y) => shotAt(newer, 500, y))).toEqual([0, 0, 0, 0, 3]);
  });

  it('is where it was fixed where no picture shows the other place', () => {
    const lower = [scrolled(0, 400), scrolled(1, 800)];
    expect([430, 830, 880].map((y) => shotAt(lower, 500, y))).toEqual([0, 0, 1]);
    expect(placeElements([inIt], VIEWS, lower)[0]!.box.yDocumentPx).toBe(410);
  });

  it('is where a picture shows it, where it was last elsewhere while none was taken', () => {
    const moved = makeShot(3, 800, {
      fixtures: [fixed(800)],
      homes: [{ ...free, box: box(0, 5000, 1000, 80) }],
    });
    expect(placeElements([inIt], VIEWS, [...shots, moved])[0]!.box.yDocumentPx).toBe(60);
  });

  it('is held in a replay where it is fixed, and lies where the page has it above that', () => {
    const at = (yScrollPx: number) =>
      placeStuck(shots, 1100, { xScrollPx: 0, yScrollPx }).map(({ yDocumentPx }) => yDocumentPx);
    expect([at(0), at(230), at(800)]).toEqual([[50], [230], [800]]);
  });
});
