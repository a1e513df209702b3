// What the recording of a session is doing now, shared by every context that shows or changes it.
import type { SessionScreen } from './session-data.ts';

export type SessionState =
  | { status: 'none' }
  | {
      status: 'recording' | 'paused';
      id: string;
      name: string;
      /** Whether pictures of the pages are taken. */
      screenshots: boolean;
      /** The one tab that is recorded, where the browser lets Fovea into no others. */
      onlyTab?: number;
      /** Match patterns of the sites that alone are recorded, beside a study's own pictures; absent where it is all of them. */
      sites?: readonly string[];
      /** How long it has been recording, pauses left out. */
      recordedMs: number;
      /** Written so far, about. */
      bytes: number;
      /** Why it was paused, in words for the person; absent where the person did. */
      reason?: string;
    };

/** What is asked of a session that is to begin. */
export type SessionWish = {
  name: string;
  screenshots: boolean;
  /** The tab in front, where it is all that may be recorded; absent where all sites are open to Fovea. */
  onlyTab?: number;
  /** Match patterns: a study's session records these sites and its own pictures, and nothing else. */
  sites?: readonly string[];
  /** Goes on with this session, which ended meanwhile; the time between is a pause. */
  goOnWith?: string;
  /** The one that the window is on. `id`: see `identifyScreen`. */
  screen: Pick<SessionScreen, 'widthPx' | 'heightPx'> & { id: string };
};

/** With what the background worker adds: the offscreen document has no access to settings, nor to the manifest. */
export type SessionStart = SessionWish & {
  /** `Person.id` of who is in use. */
  personId?: string;
  excludedSites: readonly string[];
  foveaVersion: string;
};

/** Says whether a session is going on, paused or not. */
export function isSessionOn(state: SessionState): state is Exclude<SessionState, { status: 'none' }> {
  return state.status !== 'none';
}
