// The background worker's part in recording a session: turns tracking on, passes the settings, and asks the offscreen document.
import { browser } from 'wxt/browser';
import type { SessionState, SessionWish } from '../session/session-state.ts';
import { openDatabase } from '../storage/database.ts';
import { closeInterruptedSessions } from '../storage/sessions.ts';
import * as settings from '../storage/settings.ts';
import { hasOffscreenDocument } from './offscreen-document.ts';
import { sendMessage } from './protocol.ts';
import { startTracking } from './tracking-control.ts';

/** @throws {Error} in words for the person: no camera, no room */
export async function startSession(wish: SessionWish): Promise<SessionState> {
  await requireTracking();
  const [personId, excludedSites] = await Promise.all([
    settings.activePersonId.getValue(),
    settings.excludedSites.getValue(),
  ]);
  const person = personId === null ? {} : { personId };
  const { version: foveaVersion } = browser.runtime.getManifest();
  return sendMessage('offscreenStartSession', { ...wish, ...person, excludedSites, foveaVersion });
}

export async function pauseSession(): Promise<SessionState> {
  return (await hasOffscreenDocument())
    ? sendMessage('offscreenPauseSession', undefined)
    : { status: 'none' };
}

/** @throws {Error} in words for the person */
export async function resumeSession(): Promise<SessionState> {
  if (!(await hasOffscreenDocument())) return { status: 'none' };
  await requireTracking();
  return sendMessage('offscreenResumeSession', undefined);
}

/** @throws {Error} in words for the person, where not all of it could be stored */
export async function stopSession(): Promise<SessionState> {
  return (await hasOffscreenDocument()) ? sendMessage('offscreenStopSession', undefined) : { status: 'none' };
}

export async function addMarker(label: string): Promise<SessionState> {
  return (await hasOffscreenDocument()) ? sendMessage('offscreenAddMarker', { label }) : { status: 'none' };
}

export async function getSession(): Promise<SessionState> {
  return (await hasOffscreenDocument()) ? sendMessage('offscreenSession', undefined) : { status: 'none' };
}

/** Tells a session that goes on which sites are not recorded from now on. */
export async function changeExcludedSites(sites: readonly string[]): Promise<void> {
  if (await hasOffscreenDocument()) await sendMessage('offscreenExcludeSites', { sites: [...sites] });
}

/** Closes what nothing records any more, where nothing does; what begins anew closes it as well. */
export async function closeSessions(): Promise<void> {
  if (!(await hasOffscreenDocument())) await closeInterruptedSessions(openDatabase());
}

async function requireTracking(): Promise<void> {
  const state = await startTracking('session');
  if (state.status === 'failed') throw new Error(state.message);
  if (state.status !== 'tracking') throw new Error('Tracking was stopped meanwhile. Try again.');
}
