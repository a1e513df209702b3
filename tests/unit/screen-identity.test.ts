import { describe, expect, it } from 'vitest';
import { describeScreen, nameCamera } from '../../src/screen/device-words.ts';
import {
  compareScreens,
  fitBestScreen,
  fitScreen,
  type MeasuredScreen,
  type PresentScreen,
} from '../../src/screen/screen-identity.ts';
import { isZoomChanged } from '../../src/screen/zoom-change.ts';

const screenOf = (widthPx: number, heightPx: number): MeasuredScreen => ({
  widthPx,
  heightPx,
  surface: 'screen',
});
const windowOf = (widthPx: number, heightPx: number): MeasuredScreen => ({
  widthPx,
  heightPx,
  surface: 'viewport',
});

function at(
  xScreenPx: number,
  yScreenPx: number,
  widthScreenPx: number,
  heightScreenPx: number,
  isExtended = true,
): PresentScreen {
  return { xScreenPx, yScreenPx, widthScreenPx, heightScreenPx, isExtended };
}

const FULL_HD = at(0, 0, 1920, 1080);

describe('a measured screen and the present one', () => {
  it.each([
    ['of the same size are the same', screenOf(1920, 1080), FULL_HD, 'same'],
    ['of a size rounded differently are the same', screenOf(1921, 1079), FULL_HD, 'same'],
    ['are the same wherever the screen lies now', screenOf(1920, 1080), at(-1920, 300, 1920, 1080), 'same'],
    ['of another size differ', screenOf(2560, 1440), FULL_HD, 'other'],
    ['of the same shape at another scaling differ', screenOf(1536, 864), FULL_HD, 'other'],
    ['turned on its side differ', screenOf(1080, 1920), FULL_HD, 'other'],
    ['of which only a window was measured are not known', windowOf(1280, 633), FULL_HD, 'unknown'],
    ['are not known for a window as large as the screen', windowOf(1920, 1080), FULL_HD, 'unknown'],
  ] as const)('%s', (_name, measured, present, expected) => {
    expect(fitScreen(measured, present)).toBe(expected);
  });

  it.each([
    ['none', [], 'unknown'],
    ['another', [screenOf(2560, 1440)], 'other'],
    ['two others', [screenOf(2560, 1440), screenOf(1280, 800)], 'other'],
    ['another and this', [screenOf(2560, 1440), screenOf(1920, 1080)], 'same'],
    ['another and a window', [screenOf(2560, 1440), windowOf(900, 600)], 'unknown'],
    ['a window and this', [windowOf(900, 600), screenOf(1920, 1080)], 'same'],
  ] as const)('of several the best counts: %s', (_name, measured, expected) => {
    expect(fitBestScreen(measured, FULL_HD)).toBe(expected);
  });
});

describe('a window’s screen', () => {
  it.each([
    ['stays', FULL_HD, FULL_HD, 'none'],
    ['stays while a second one is plugged in', at(0, 0, 1920, 1080, false), FULL_HD, 'none'],
    ['stays when a dock pushes its origin', at(1920, 0, 1920, 1080), at(1990, 0, 1920, 1080), 'none'],
    ['is another of the same size beside it', FULL_HD, at(1920, 0, 1920, 1080), 'moved'],
    ['is another of the same size above it', FULL_HD, at(0, -1080, 1920, 1080), 'moved'],
    ['is another of another size', FULL_HD, at(1920, 0, 2560, 1440), 'moved'],
    ['is another where the first one was unplugged', FULL_HD, at(0, 0, 1440, 900, false), 'moved'],
    [
      'is resized where there is only one',
      at(0, 0, 1920, 1080, false),
      at(0, 0, 1536, 864, false),
      'resized',
    ],
  ] as const)('%s', (_name, before, now, expected) => {
    expect(compareScreens(before, now)).toBe(expected);
  });
});

describe('the page zoom', () => {
  it.each([
    ['is the same', FULL_HD, 1, FULL_HD, 1, false],
    ['is the same but for float32', FULL_HD, 0.9, FULL_HD, 0.8999999761581421, false],
    ['changed', FULL_HD, 1, FULL_HD, 1.1, true],
    ['changed on a dense screen', FULL_HD, 2, FULL_HD, 1.8, true],
    ['is not what differs on another screen', FULL_HD, 1, at(1920, 0, 2560, 1440), 2, false],
    ['is not what differs on another screen of the same size', FULL_HD, 1, at(1920, 0, 1920, 1080), 2, false],
    ['is not what differs when the system scales anew', FULL_HD, 1, at(0, 0, 1536, 864), 1.25, false],
  ] as const)('%s', (_name, before, ratioBefore, now, ratioNow, expected) => {
    const then = { screen: before, devicePixelRatio: ratioBefore };
    expect(isZoomChanged(then, { screen: now, devicePixelRatio: ratioNow })).toBe(expected);
  });
});

describe('words', () => {
  it('say whether a screen or a window was measured', () => {
    expect(describeScreen(screenOf(1920, 1080))).toBe('1920 × 1080 screen');
    expect(describeScreen(windowOf(1280, 633))).toBe('1280 × 633 window');
  });

  it.each([
    ['FaceTime HD Camera', 'FaceTime HD Camera'],
    ['FaceTime HD Camera (05ac:8514)', 'FaceTime HD Camera'],
    ['Integrated Camera (Front) (5986:210E)', 'Integrated Camera (Front)'],
    ['/tmp/camera.mjpeg', '/tmp/camera.mjpeg'],
    [' (046d:0825)', 'an unnamed camera'],
    ['', 'an unnamed camera'],
    [undefined, 'an unnamed camera'],
  ])('name the camera %j as %j', (label, expected) => {
    expect(nameCamera(label)).toBe(expected);
  });
});
