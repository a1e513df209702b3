// The one table of messages between the extension's contexts; each has exactly one owner that answers it.
import { defineExtensionMessaging } from '@webext-core/messaging';
import type { Click } from '../gaze/click-targets.ts';
import type { SessionStart, SessionState, SessionWish } from '../session/session-state.ts';
import type { PictureWish, TabPicture } from '../session/shot-keeper.ts';
import type { StudyAct } from '../study/tasks/run-tasks.ts';
import type { StudyBarState, StudyPress } from '../study/tasks/bar/bar-state.ts';
import type { CheckOutcome, CheckPlan } from '../study/tasks/check-plan.ts';
import type { Drift, FoundDrift } from '../gaze/drift-correction.ts';
import type { OwnPage } from './pages.ts';
import type { OverlayNotice, OverlaySight } from './device-notices.ts';
import type { TrackingState } from './tracking-state.ts';
import type { TrackingWish } from './tracking-wish.ts';

export type { TrackingState } from './tracking-state.ts';

/** What the offscreen document must be told to start: it has no access to storage itself. */
export type TrackingOptions = {
  /** The camera to open; undefined takes the browser's default. */
  cameraDeviceId?: string;
  preferredBackend: 'auto' | 'webgpu' | 'wasm';
  /** Frames of the person that are remembered at most. */
  memoryLength: number;
  /** Whether clicks on pages are learned from. */
  learnFromClicks: boolean;
  /** `Person.id` of who sits at the camera; undefined starts from people in general and saves nothing. */
  personId?: string;
};

/**
 * Message -> answer. `runtime.sendMessage` reaches every extension page, so only the owner named here may call
 * `onMessage` for a key.
 * @see https://developer.chrome.com/docs/extensions/develop/concepts/messaging
 */
export type ProtocolMap = {
  /** Owner: background. Turns the camera on; answers once tracking or failed. Twice is the same as once. */
  startTracking(): TrackingState;
  /** Owner: background. Turns the camera off and closes the offscreen document. */
  stopTracking(): void;
  /** Owner: background. Answers without waking anything up: no offscreen document means off. */
  getTrackingState(): TrackingState;
  /** Owner: background. Injects the overlay into the tab if need be and shows it. Rejects where pages forbid it. */
  showOverlay(target: { tabId: number }): void;
  /** Owner: background. A PNG data URL of what the sender's tab shows, overlay included. */
  captureVisibleTab(): string;
  /**
   * Owner: background. Drops what this run of the tracker learned of a person; when it answers, the tracker will not save
   * it any more. Sent before what is stored of them is deleted.
   */
  forgetLearned(person: { personId: string }): void;
  /** Owner: background. A measurement of this person was learned from; where they are being tracked, that goes on from it. */
  measurementLearned(person: { personId: string }): void;
  /**
   * Owner: background. Sent by an overlay and by frames: clicks in all frames of the sender's tab are to be told of too, or no
   * more. Frames that the browser lets no extension into stay out.
   */
  watchFrames(clicks: { on: boolean }): void;
  /** Owner: background. Sent by recorders: frames of the sender's tab have loaded that are to be recorded too. */
  recordFrames(): void;
  /** Owner: background. Drops what clicks told in this run. */
  forgetClicks(): void;
  /**
   * Owner: background. Opens one of Fovea's own pages in a tab, or goes to it where it is open already. `section` is the
   * part of its address after `#`.
   */
  openPage(target: { page: OwnPage; section?: string }): void;
  /** Owner: background. What to tell of the screen and camera in use; each notice is given out once in a session. */
  claimNotices(sight: OverlaySight): OverlayNotice[];
  /** Owner: background. The person dismissed this notice: it is not shown again in this session. */
  dismissNotice(notice: { key: string }): void;
  /** Owner: background. Sent by the offscreen document when the status changes, for the toolbar. */
  trackingStatusChanged(state: TrackingState): void;
  /**
   * Owner: background. Begins to record a session, turning tracking on if need be; where one is going on, that is the
   * answer. Rejects in words for the person.
   */
  startSession(wish: SessionWish): SessionState;
  /**
   * Owner: background. The popup has the browser ask for all sites now, which may close it: the session begins after a yes, with
   * the popup or without it.
   */
  askForSession(wish: SessionWish): void;
  /** Owner: background. */
  pauseSession(): SessionState;
  /** Owner: background. Turns tracking on if need be. Rejects in words for the person. */
  resumeSession(): SessionState;
  /** Owner: background. Ends it; when it answers all is stored. Tracking goes on. */
  stopSession(): SessionState;
  /** Owner: background. Marks this moment of the session; the label may be empty. */
  addMarker(marker: { label: string }): SessionState;
  /** Owner: background. Answers without waking anything up, as `getTrackingState`. */
  getSession(): SessionState;
  /** Owner: background. Sent by the offscreen document when the session changes, and now and then while it lasts. */
  sessionChanged(state: SessionState): void;
  /** Owner: background. Pictures a tab for the session; rejects where that is not in front, or may not be pictured. */
  takePicture(wish: PictureWish): TabPicture;

  /**
   * Owner: background. The participant goes on in a study's tasks, on the study's page. Rejects in words for them, and changes
   * nothing then.
   */
  actOnStudy(act: StudyAct): void;
  /** Owner: background. Sent by the bar on a page: what it shows there; null where no task goes on in the sender's tab. */
  getStudyBar(): StudyBarState | null;
  /** Owner: background. Sent by the bar: what was pressed on it, or reached on its page. Answers what it shows from now on. */
  pressStudyBar(press: StudyPress): StudyBarState | null;
  /** Owner: background. Sent by the page of a check within a study: what to do; null where none is due. */
  getStudyCheck(run: { runId: string }): CheckPlan | null;
  /** Owner: background. Sent by it at its end: the study goes on. */
  endStudyCheck(end: { runId: string; outcome: CheckOutcome }): void;

  /** Owner: background. Sent by a page's script: whether the person allowed the page that the browser says it is in. */
  mayPageAsk(): boolean;
  /**
   * Owner: background. Sent by a page's script: as `startTracking`, for a page that the person allowed. It ends when nobody
   * holds it any more. Rejects in words where the page is not allowed.
   */
  startForPage(): TrackingState;
  /** Owner: background. Makes what a check takes hold of before it starts; the camera stays as it is. */
  makeReadyForCheck(): void;
  /** Owner: background. As `startTracking`, for a check that holds it. It ends when nobody holds it any more. */
  startForCheck(): TrackingState;
  /**
   * Owner: background. Sent by the offscreen document: nobody holds any more what a page or a check began. Answers whether the
   * camera stays on.
   */
  endUnheld(): boolean;

  /** Owner: offscreen document. As `startTracking`, with the settings. */
  offscreenStart(start: { wish: TrackingWish; options: TrackingOptions }): TrackingState;
  /**
   * Owner: offscreen document. When this answers true, the camera is off and what was learned of the person is saved.
   * `unlessHeld`: false, and nothing changes, where a page or a check holds it: it then ends with the last of them.
   */
  offscreenStop(how: { unlessHeld: boolean }): boolean;
  /** Owner: offscreen document. */
  offscreenState(): TrackingState;
  /** Owner: offscreen document. Another person sits there now; without an id, nobody in particular. */
  offscreenChangePerson(person: { personId?: string }): void;
  /** Owner: offscreen document. As `forgetLearned`. */
  offscreenForget(person: { personId: string }): void;
  /** Owner: offscreen document. As `measurementLearned`. */
  offscreenTakeOver(person: { personId: string }): void;
  /** Owner: offscreen document. Whether clicks are learned from, now; turned off, what they told is forgotten. */
  offscreenLearnFromClicks(setting: { on: boolean }): void;
  /**
   * Owner: offscreen document. Sent by an overlay or a frame of its page, past the worker: the person pressed here. A place
   * and a time, nothing of the page; sent only while the tracker says that it learns from clicks.
   */
  offscreenClick(click: Click): void;
  /** Owner: offscreen document. As `forgetClicks`. */
  offscreenForgetClicks(): void;
  /** Owner: offscreen document. As `startSession`, with the settings; tracking is on. */
  offscreenStartSession(start: SessionStart): SessionState;
  /** Owner: offscreen document. */
  offscreenPauseSession(): SessionState;
  /** Owner: offscreen document. */
  offscreenResumeSession(): SessionState;
  /** Owner: offscreen document. */
  offscreenStopSession(): SessionState;
  /** Owner: offscreen document. */
  offscreenAddMarker(marker: { label: string }): SessionState;
  /** Owner: offscreen document. */
  offscreenSession(): SessionState;
  /** Owner: offscreen document. The tab in front is one that is not recorded. */
  offscreenAway(away: { reason: 'excluded' | 'forbidden' }): void;
  /** Owner: offscreen document. From now on these sites are not recorded. */
  offscreenExcludeSites(list: { sites: string[] }): void;
  /**
   * Owner: offscreen document. Moves every sample from now on by so much less, beside what was said before; null takes all of
   * it back. It is also taken back when the person, the camera or the light changes. Answers how much of it is subtracted: the
   * correction has a bound. A check that is told of twice is corrected once.
   */
  offscreenCorrectDrift(found: FoundDrift | null): Drift;
};

export const { sendMessage, onMessage } = defineExtensionMessaging<ProtocolMap>();
