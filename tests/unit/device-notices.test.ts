import { describe, expect, it } from 'vitest';
import { findCameraLabel } from '../../src/camera/present-camera.ts';
import { findDeviceNotices, type KnownDevices } from '../../src/screen/device-notices.ts';
import type { MeasuredScreen, PresentScreen } from '../../src/screen/screen-identity.ts';

const LAPTOP: PresentScreen = {
  xScreenPx: 0,
  yScreenPx: 0,
  widthScreenPx: 1440,
  heightScreenPx: 900,
  isExtended: true,
};
const DESK: PresentScreen = { ...LAPTOP, xScreenPx: 1440, widthScreenPx: 2560, heightScreenPx: 1440 };
const TWIN: PresentScreen = { ...LAPTOP, xScreenPx: 1440 };
const ALONE: PresentScreen = { ...LAPTOP, isExtended: false };
const ALONE_SMALLER: PresentScreen = { ...ALONE, widthScreenPx: 1280, heightScreenPx: 800 };

const measured = (widthPx: number, heightPx: number): MeasuredScreen => ({
  widthPx,
  heightPx,
  surface: 'screen',
});
const ada = (screens: MeasuredScreen[], cameras: string[] = []): KnownDevices => ({
  personId: 'ada',
  screens,
  cameras,
});
const ON_LAPTOP = measured(1440, 900);
const ON_DESK = measured(2560, 1440);

describe('the screen', () => {
  it.each([
    ['nobody, nothing changed', null, LAPTOP, undefined, []],
    ['nobody, moved', null, DESK, LAPTOP, ['moved-screen']],
    ['nobody, moved to one of the same size', null, TWIN, LAPTOP, ['moved-screen']],
    ['nobody, the only screen resized', null, ALONE_SMALLER, ALONE, ['moved-screen']],
    ['no measurement, nothing changed', ada([]), LAPTOP, LAPTOP, []],
    ['no measurement, moved', ada([]), DESK, LAPTOP, ['moved-screen']],
    ['measured here', ada([ON_LAPTOP]), LAPTOP, undefined, []],
    ['measured elsewhere', ada([ON_DESK]), LAPTOP, undefined, ['other-screen']],
    ['measured elsewhere, moved: said once', ada([ON_LAPTOP]), DESK, LAPTOP, ['other-screen']],
    ['measured on both, moved', ada([ON_LAPTOP, ON_DESK]), DESK, LAPTOP, []],
    ['measured here, moved to one of the same size', ada([ON_LAPTOP]), TWIN, LAPTOP, ['moved-screen']],
    ['measured in a window', ada([{ ...ON_DESK, surface: 'viewport' }]), LAPTOP, undefined, []],
  ] as const)('%s', (_name, person, screen, startedOn, kinds) => {
    expect(findDeviceNotices(person, { screen, startedOn }).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('is told with what it means and what to do', () => {
    expect(findDeviceNotices(ada([ON_DESK, measured(1920, 1080)]), { screen: LAPTOP })).toEqual([
      {
        key: 'other-screen ada 1440 × 900',
        kind: 'other-screen',
        title: 'Fovea knows you on another screen',
        text: 'You were measured on a 2560 × 1440 screen, and this one is 1440 × 900. The gaze may be off: take a quick measurement here.',
        measure: 'ada',
      },
    ]);
  });

  it('has a key of its own for each change, the same for the same', () => {
    const keyOf = (screen: PresentScreen, startedOn: PresentScreen): string | undefined =>
      findDeviceNotices(null, { screen, startedOn })[0]?.key;
    expect(keyOf(DESK, LAPTOP)).toBe(keyOf(DESK, LAPTOP));
    const keys = [keyOf(DESK, LAPTOP), keyOf(TWIN, LAPTOP), keyOf(LAPTOP, DESK)];
    expect(new Set(keys).size).toBe(3);
  });
});

describe('the camera', () => {
  it.each([
    ['nobody', null, 'Front', []],
    ['known through none', ada([], []), 'Front', []],
    ['known through this one', ada([], ['Front']), 'Front', []],
    ['known through this one among others', ada([], ['Desk', 'Front']), 'Front', []],
    ['known through another', ada([], ['Desk']), 'Front', ['other-camera']],
    ['not known which is in use', ada([], ['Desk']), undefined, []],
    ['in use without a name', ada([], ['Desk']), '', []],
    ['known through an unnamed one', ada([], ['']), 'Front', []],
  ] as const)('%s', (_name, person, camera, kinds) => {
    const notices = findDeviceNotices(person, { screen: LAPTOP, camera });
    expect(notices.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('is told by name, beside the screen', () => {
    const notices = findDeviceNotices(ada([ON_DESK], ['C920 (046d:0825)', 'Old']), {
      screen: LAPTOP,
      camera: 'FaceTime HD Camera (05ac:8514)',
    });
    expect(notices.map(({ kind }) => kind)).toEqual(['other-screen', 'other-camera']);
    expect(notices[1]?.text).toMatch(/^That was C920; through FaceTime HD Camera it gets to know you anew\./);
  });
});

describe('the camera that tracking opens', () => {
  const devices = [
    { kind: 'audioinput', deviceId: 'mic', label: 'Microphone' },
    { kind: 'videoinput', deviceId: 'a', label: 'Front' },
    { kind: 'videoinput', deviceId: 'b', label: 'Desk' },
    { kind: 'videoinput', deviceId: 'c', label: '' },
  ] as const;

  it.each([
    [null, 'Front'],
    ['b', 'Desk'],
    ['gone', undefined],
    ['c', undefined],
  ])('for the setting %j is %j', (deviceId, expected) => {
    expect(findCameraLabel(devices, deviceId)).toBe(expected);
  });

  it('is not known without any', () => {
    expect(findCameraLabel([devices[0]], null)).toBeUndefined();
  });
});
