// The background worker's part in telling of another screen or camera: each notice once in a session, on one page.
import { findDeviceNotices, type DeviceNotice } from '../screen/device-notices.ts';
import type { PresentScreen } from '../screen/screen-identity.ts';
import { openDatabase } from '../storage/database.ts';
import { readKnownDevices } from '../storage/known-devices.ts';
import { activePersonId } from '../storage/settings.ts';
import { addKey, dismissedNotices, startScreen, toldNotices } from '../storage/told-notices.ts';

/** What an overlay sees. */
export type OverlaySight = {
  /** The screen that its window is on. */
  screen: PresentScreen;
  /** The one that it was on when it first saw tracking. */
  first: PresentScreen;
  /** Of the tracking state: why what was stored of the person is not used. */
  discarded?: string;
};

/** A notice for the overlay: of screen or camera, or `discarded`. */
export type OverlayNotice = Omit<DeviceNotice, 'kind'>;

const database = openDatabase();
/** One at a time: two pages that ask at once are not both told. */
let asking: Promise<unknown> = Promise.resolve();

/** The notices that neither this nor another page has told yet, and that the person has not dismissed. */
export function claimNotices(sight: OverlaySight): Promise<OverlayNotice[]> {
  const claimed = asking.then(() => claim(sight));
  asking = claimed.catch(() => undefined);
  return claimed;
}

async function claim({ screen, first, discarded }: OverlaySight): Promise<OverlayNotice[]> {
  const personId = await activePersonId.getValue();
  const person = personId === null ? null : await readKnownDevices(database, personId);
  const startedOn = (await startScreen.getValue()) ?? first;
  const notices: OverlayNotice[] = findDeviceNotices(person, { screen, startedOn });
  if (discarded !== undefined) {
    notices.push({ key: `discarded ${discarded}`, title: 'Getting to know you anew', text: discarded });
  }
  const dismissed = await dismissedNotices.getValue();
  const news: OverlayNotice[] = [];
  for (const notice of notices) {
    if (!dismissed.includes(notice.key) && (await addKey(toldNotices, notice.key))) news.push(notice);
  }
  return news;
}
