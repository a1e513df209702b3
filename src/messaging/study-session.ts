// The one session of a study's run: begun, gone on with and ended as its tasks need it.
import { openDatabase } from '../storage/database.ts';
import { activePersonId } from '../storage/settings.ts';
import type { StudyRunRow } from '../storage/studies.ts';
import type { SessionState, SessionWish } from '../session/session-state.ts';
import { isSessionOn } from '../session/session-state.ts';
import { listSites } from '../study/sites.ts';
import { keepFacts } from '../study/tasks/keep-course.ts';
import { localText } from '../study/texts.ts';
import { hasOffscreenDocument } from './offscreen-document.ts';
import { sendMessage } from './protocol.ts';
import { getSession, pauseSession, stopSession } from './session-control.ts';
import { getTrackingState, startTracking, stopTracking } from './tracking-control.ts';

export type SessionHands = {
  /** As the messages of these names; tabs are watched when they answer. */
  startSession(wish: SessionWish): Promise<SessionState>;
  resumeSession(): Promise<SessionState>;
};

const database = openDatabase();

/** @throws {Error} in words, where another session than the run's is going on */
export async function requireOwnSession({ sessionId }: StudyRunRow): Promise<void> {
  const session = await getSession();
  if (!isSessionOn(session) || session.id === sessionId) return;
  throw new Error(`Fovea is recording “${session.name}”. End that session in Fovea’s popup first.`);
}

/** Tracks the run's person, the camera being turned on if need be. @throws {Error} in words */
export async function trackPerson({ id, personId }: StudyRunRow): Promise<void> {
  const { status } = await getTrackingState();
  if (personId !== undefined && (await activePersonId.getValue()) !== personId) {
    await activePersonId.setValue(personId);
  }
  const state = await startTracking('session');
  if (state.status === 'failed') throw new Error(state.message);
  if (status === 'off' || status === 'failed') await keepFacts(database, id, { turnedOn: true });
}

/** Records from now on. @throws {Error} in words */
export async function recordRun(run: StudyRunRow, hands: SessionHands): Promise<void> {
  const { id, definition, record, course } = run;
  if (!course?.screen) throw new Error('The study’s page did not say which screen it is on. Reload it.');
  const on = isSessionOn(await getSession());
  const [fallback = 'en'] = definition.languages;
  const session = on
    ? await hands.resumeSession()
    : await hands.startSession({
        name: localText(definition.title, record.language ?? fallback, fallback),
        screenshots: definition.recording.detail === 'screenshots',
        sites: listSites(definition),
        screen: course.screen,
        ...(run.sessionId === undefined ? {} : { goOnWith: run.sessionId }),
      });
  if (session.status !== 'recording') throw new Error('Recording did not begin. Try again.');
  const row = await database.sessions.get(session.id);
  await keepFacts(database, id, { sessionAtMs: Date.parse(row?.createdAt ?? '') }, session.id);
}

/** Where the run's session is going on, it pauses. */
export async function pauseRun({ sessionId }: StudyRunRow): Promise<void> {
  const session = await getSession();
  if (session.status === 'recording' && session.id === sessionId) await pauseSession();
}

/** Ends the run's session, the correction of drift and, where it was turned on for the run and nobody else holds it, tracking. */
export async function endRun(run: StudyRunRow): Promise<void> {
  const session = await getSession();
  if (isSessionOn(session) && session.id === run.sessionId) await stopSession();
  if (await hasOffscreenDocument()) await sendMessage('offscreenCorrectDrift', null);
  if (run.course?.turnedOn) await stopTracking(true);
}
