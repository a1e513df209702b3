import { describe, expect, it } from 'vitest';
import { findScroll, recordScroll, type ScrollMoment } from '../../src/screen/scroll-history.ts';
import {
  desktopToScreen,
  desktopToViewport,
  documentToViewport,
  screenToDesktop,
  viewportToDesktop,
  viewportToDocument,
} from '../../src/screen/spaces.ts';
import { findScreenOrigin } from '../../src/screen/window-geometry.ts';

const laptop = { xScreenPx: 0, yScreenPx: 0, widthScreenPx: 1440, heightScreenPx: 900 };
const secondScreen = { xScreenPx: -1920, yScreenPx: 120, widthScreenPx: 1920, heightScreenPx: 1080 };
const noPinch = { scale: 1, xOffsetPx: 0, yOffsetPx: 0 };

describe('from the screen to the document', () => {
  it.each([
    // screen, zoom, viewport origin, pinch, scroll, gaze -> document
    ['a plain window', laptop, 1, [100, 80], noPinch, [0, 0], [0.5, 0.5], [620, 370]],
    ['a scrolled page', laptop, 1, [100, 80], noPinch, [0, 3000], [0.5, 0.5], [620, 3370]],
    ['a page at 200 %', laptop, 2, [100, 80], noPinch, [0, 3000], [0.5, 0.5], [310, 3185]],
    ['a page at 50 %', laptop, 0.5, [0, 90], noPinch, [0, 0], [0.25, 0.2], [720, 180]],
    [
      'a second screen, left and lower',
      secondScreen,
      1,
      [-1900, 200],
      noPinch,
      [0, 0],
      [0.5, 0.5],
      [940, 460],
    ],
    [
      'a pinched page',
      laptop,
      1,
      [0, 0],
      { scale: 2, xOffsetPx: 50, yOffsetPx: 60 },
      [0, 10],
      [0.5, 0.5],
      [410, 295],
    ],
  ] as const)(
    'goes through every space: %s',
    (_name, screen, cssScale, origin, pinch, scroll, gaze, expected) => {
      const placement = { cssScale, xOriginScreenPx: origin[0], yOriginScreenPx: origin[1] };
      const scrolled = { xScrollPx: scroll[0], yScrollPx: scroll[1] };
      const desktop = screenToDesktop({ xScreen: gaze[0], yScreen: gaze[1] }, screen);
      const point = viewportToDocument(desktopToViewport(desktop, placement, pinch), scrolled);
      expect(point.xDocumentPx).toBeCloseTo(expected[0]);
      expect(point.yDocumentPx).toBeCloseTo(expected[1]);

      const back = desktopToScreen(
        viewportToDesktop(documentToViewport(point, scrolled), placement, pinch),
        screen,
      );
      expect(back.xScreen).toBeCloseTo(gaze[0]);
      expect(back.yScreen).toBeCloseTo(gaze[1]);
    },
  );
});

describe('a screen on the desktop', () => {
  it.each([
    ['the only screen', 1920, 1920, 0, 0],
    ['the first screen with a dock on the near edge', 1920, 1850, 70, 0],
    ['the first screen with a dock on the far edge', 1080, 1040, 0, 0],
    ['a second screen to the right', 1280, 1280, 1920, 1920],
    ['a second screen to the left', 1280, 1280, -1280, -1280],
    ['a second screen above, with a task bar at its bottom', 1080, 1040, -1080, -1080],
  ])('begins where it does: %s', (_name, length, availableLength, availableOrigin, expected) => {
    expect(findScreenOrigin(length, availableLength, availableOrigin)).toBe(expected);
  });
});

describe('the scroll position of a moment ago', () => {
  const history = [
    [1000, 0],
    [1200, 40],
    [1300, 90],
  ].reduce<ScrollMoment[]>(
    (moments, [timestampMs, yScrollPx]) =>
      recordScroll(moments, { timestampMs: timestampMs!, xScrollPx: 0, yScrollPx: yScrollPx! }),
    [],
  );

  it.each([
    [900, 0],
    [1000, 0],
    [1199, 0],
    [1200, 40],
    [1299, 40],
    [5000, 90],
  ])('at %d ms is %d px', (timestampMs, yScrollPx) => {
    expect(findScroll(history, timestampMs)?.yScrollPx).toBe(yScrollPx);
  });

  it('is forgotten after a second, but for the one that held then', () => {
    const later = recordScroll(history, { timestampMs: 2250, xScrollPx: 0, yScrollPx: 400 });
    expect(later.map((moment) => moment.timestampMs)).toEqual([1200, 1300, 2250]);
    expect(recordScroll(history, { timestampMs: 9000, xScrollPx: 0, yScrollPx: 400 })).toHaveLength(2);
  });
});
