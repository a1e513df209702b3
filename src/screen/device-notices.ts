// What a person should be told about the screen and the camera in use: another one than Fovea knows them with; pure.
import { describeScreen, nameCamera } from './device-words.ts';
import {
  compareScreens,
  fitBestScreen,
  isSameSize,
  type MeasuredScreen,
  type PresentScreen,
} from './screen-identity.ts';

/** The screens and cameras that a person is known with, newest first; labels of cameras as the browser gives them. */
export type KnownDevices = {
  personId: string;
  screens: readonly MeasuredScreen[];
  cameras: readonly string[];
};

/** What is in use now. Whatever is not known, nothing is said of. */
export type DevicesInUse = {
  screen: PresentScreen;
  /** The screen on which tracking was started. */
  startedOn?: PresentScreen | undefined;
  camera?: string | undefined;
};

export type DeviceNotice = {
  /** The same for the same change, so that it can be told once. */
  key: string;
  kind: 'other-screen' | 'moved-screen' | 'other-camera';
  /** What is so. */
  title: string;
  /** What it means, and what to do. */
  text: string;
  /** Whose measurement here would mend it; absent where that is not what to do. */
  measure?: string;
};

/** @param person null where nobody is chosen. */
export function findDeviceNotices(person: KnownDevices | null, inUse: DevicesInUse): DeviceNotice[] {
  const notices = [findScreenNotice(person, inUse), findCameraNotice(person, inUse)];
  return notices.filter((notice) => notice !== null);
}

function findScreenNotice(
  person: KnownDevices | null,
  { screen, startedOn }: DevicesInUse,
): DeviceNotice | null {
  const fit = fitBestScreen(person?.screens ?? [], screen);
  if (person && fit === 'other') return sayOtherScreen(person, screen);
  const change = startedOn ? compareScreens(startedOn, screen) : 'none';
  if (!startedOn || change === 'none') return null;
  // Of another size and measured: Fovea knows the person here. One of the same size may be another one.
  if (fit === 'same' && !isSameSize(startedOn, screen)) return null;
  return sayMoved(startedOn, screen, change);
}

function sayOtherScreen({ personId, screens }: KnownDevices, screen: PresentScreen): DeviceNotice {
  const [newest] = screens;
  return {
    key: `other-screen ${personId} ${toSize(screen)}`,
    kind: 'other-screen',
    title: 'Fovea knows you on another screen',
    text: `You were measured on a ${newest && describeScreen(newest)}, and this one is ${toSize(screen)}. The gaze may be off: take a quick measurement here.`,
    measure: personId,
  };
}

function sayMoved(before: PresentScreen, screen: PresentScreen, change: 'moved' | 'resized'): DeviceNotice {
  const key = `moved-screen ${toPlace(before)} ${toPlace(screen)}`;
  if (change === 'moved') {
    return {
      key,
      kind: 'moved-screen',
      title: 'This window is on another screen now',
      text: 'Fovea tells where you look on the screen that the camera stands at. Move the window back, or choose the camera of this screen in the settings.',
    };
  }
  return {
    key,
    kind: 'moved-screen',
    title: 'This screen has another size now',
    text: `It was ${toSize(before)} and is ${toSize(screen)}. If it is another screen, choose its camera in the settings; if not, there is nothing to do.`,
  };
}

function findCameraNotice(person: KnownDevices | null, { camera }: DevicesInUse): DeviceNotice | null {
  const known = person?.cameras.filter((label) => label !== '') ?? [];
  const [newest] = known;
  if (!person || !newest || !camera || known.includes(camera)) return null;
  return {
    key: `other-camera ${person.personId} ${camera}`,
    kind: 'other-camera',
    title: 'Fovea knows you through another camera',
    text: `That was ${nameCamera(newest)}; through ${nameCamera(camera)} it gets to know you anew. Take a quick measurement with it, or choose the other one in the settings.`,
    measure: person.personId,
  };
}

function toSize({ widthScreenPx, heightScreenPx }: PresentScreen): string {
  return `${widthScreenPx} × ${heightScreenPx}`;
}

function toPlace(screen: PresentScreen): string {
  return `${toSize(screen)} at ${screen.xScreenPx}, ${screen.yScreenPx}`;
}
