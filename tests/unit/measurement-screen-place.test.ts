import { describe, expect, it } from 'vitest';
import { getPhotoSide } from '../../src/measurement/draw-square.ts';
import { getSurface, toScreenPlace, type PageOnScreen } from '../../src/measurement/screen-place.ts';

/** A page that covers a 1920 x 1080 screen. */
const COVERING: PageOnScreen = {
  fullscreen: true,
  innerWidth: 1920,
  innerHeight: 1080,
  outerWidth: 1920,
  outerHeight: 1080,
  screenX: 0,
  screenY: 0,
  screenWidth: 1920,
  screenHeight: 1080,
  screenLeft: 0,
  screenTop: 0,
};
/** The same at 150 % page zoom: fewer CSS pixels, the same screen. */
const ZOOMED = { ...COVERING, innerWidth: 1280, innerHeight: 720 };
/** Full screen below a camera notch of 32 pixels. */
const NOTCHED = {
  ...COVERING,
  innerWidth: 1512,
  innerHeight: 950,
  outerWidth: 1512,
  outerHeight: 950,
  screenY: 32,
  screenWidth: 1512,
  screenHeight: 982,
};
/** The same notch on a screen to the right of another one. */
const SECOND_SCREEN = { ...NOTCHED, screenX: 1920, screenLeft: 1920 };
const WINDOW = {
  ...COVERING,
  fullscreen: false,
  innerWidth: 1200,
  innerHeight: 700,
  outerWidth: 1200,
  outerHeight: 800,
};

describe('toScreenPlace', () => {
  it.each<[what: string, page: PageOnScreen, at: [number, number], place: [number, number]]>([
    ['in the middle of a covered screen', COVERING, [960, 540], [0.5, 0.5]],
    ['at the corners of a covered screen', COVERING, [1920, 0], [1, 0]],
    ['under page zoom', ZOOMED, [640, 180], [0.5, 0.25]],
    ['at the top of a page below a notch', NOTCHED, [756, 0], [0.5, 32 / 982]],
    ['at the bottom of a page below a notch', NOTCHED, [0, 950], [0, 1]],
    ['on a second screen', SECOND_SCREEN, [378, 459], [0.25, 0.5]],
    ['in a window, as a fraction of its viewport', WINDOW, [300, 350], [0.25, 0.5]],
    [
      'on another screen that is covered',
      { ...COVERING, screenX: -1920, screenLeft: -1920 },
      [480, 270],
      [0.25, 0.25],
    ],
  ])('is right %s', (_what, page, [x, y], [xScreen, yScreen]) => {
    const place = toScreenPlace(x, y, page);
    expect(place.xScreen).toBeCloseTo(xScreen, 10);
    expect(place.yScreen).toBeCloseTo(yScreen, 10);
  });
});

describe('getSurface', () => {
  it.each<[what: string, page: PageOnScreen, expected: ReturnType<typeof getSurface>]>([
    ['a covered screen', COVERING, { surface: 'screen', widthPx: 1920, heightPx: 1080 }],
    ['a zoomed page', ZOOMED, { surface: 'screen', widthPx: 1920, heightPx: 1080 }],
    ['a screen with a notch', NOTCHED, { surface: 'screen', widthPx: 1512, heightPx: 982 }],
    ['an ordinary window', WINDOW, { surface: 'viewport', widthPx: 1200, heightPx: 700 }],
    [
      'a window that only claims full screen, as while its tab is shared',
      { ...WINDOW, fullscreen: true },
      { surface: 'viewport', widthPx: 1200, heightPx: 700 },
    ],
    [
      'a headless window larger than its screen',
      { ...COVERING, screenWidth: 800, screenHeight: 600 },
      { surface: 'viewport', widthPx: 1920, heightPx: 1080 },
    ],
  ])('of %s', (_what, page, expected) => {
    expect(getSurface(page)).toEqual(expected);
  });

  it('never says that a dot of an oversized page lies outside 0..1', () => {
    const page = { ...COVERING, screenWidth: 800, screenHeight: 600 };
    expect(toScreenPlace(1900, 1000, page)).toEqual({ xScreen: 1900 / 1920, yScreen: 1000 / 1080 });
  });
});

describe('getPhotoSide', () => {
  it.each([
    [1280, 720, 512],
    [640, 480, 480],
    [480, 640, 480],
    [320, 240, 256],
  ])('of a %i x %i camera is %i', (widthPx, heightPx, side) => {
    expect(getPhotoSide(widthPx, heightPx)).toBe(side);
  });
});
