// Records one session at a time in the offscreen document: from the tracker's frames and the pages' reports to the database.
import type { GazeSample } from '../gaze/gaze-sample.ts';
import type { TrackingState } from '../messaging/tracking-state.ts';
import type { FoveaDatabase } from '../storage/database.ts';
import { checkRoom, type Room } from '../storage/room.ts';
import {
  closeInterruptedSessions,
  createSession,
  reopenSession,
  SessionMissingError,
  setSessionStatus,
} from '../storage/sessions.ts';
import { explainStorageError } from '../storage/storage-error.ts';
import { makeSessionInfo, type GazeSource } from './make-session-info.ts';
import { createRecorderPages, type OpenSession, type RecorderPages } from './recorder-pages.ts';
import type { SessionInfo } from './session-data.ts';
import { createSessionLog, type SessionLog, type ToldBefore } from './session-log.ts';
import type { SessionStart, SessionState } from './session-state.ts';
import { createSessionWriter, type SessionWriter } from './session-writer.ts';
import { createShotKeeper, type PictureWish, type ShotKeeper, type TabPicture } from './shot-keeper.ts';

const SECOND = 1000;
const MB = 1000 * 1000;
/** With the time that a frame waits for its page less than the 2 s that a crash may cost. */
const WRITE_EVERY_MS = 0.7 * SECOND;
/** Often enough that the background worker, which watches the tabs, is not put to sleep. */
const TELL_EVERY_MS = 20 * SECOND;
/** Pages that are told to rest say what they still have within this time. */
const LAST_WORDS_MS = 0.15 * SECOND;
const LOOK_FOR_ROOM_EVERY_MS = 60 * SECOND;
/** A session may begin with room for some minutes of it, and goes on while there is some left. */
const START_ROOM_BYTES = 50 * MB;
const LEAST_ROOM_BYTES = 5 * MB;

export type RecordingDependencies = {
  database: FoveaDatabase;
  takePicture(wish: PictureWish): Promise<TabPicture>;
  /** When it began, paused, went on or ended, and again now and then while it lasts. */
  onState(state: SessionState): void;
  findRoom?(neededBytes: number): Promise<Room>;
};

export type RecordingService = Pick<RecorderPages, 'connect'> & {
  /** Begins a session; where one is going on, that is the answer. @throws {Error} in words: no room, no database */
  start(wish: SessionStart, source: GazeSource | undefined): Promise<SessionState>;
  /** @param reason in words for the person, where it was not they who paused */
  pause(reason?: string): Promise<SessionState>;
  /** @throws {Error} in words, where what is waiting to be stored still finds no room */
  resume(): Promise<SessionState>;
  /** Resolves once all of it is stored; it has ended in any case. @throws {Error} in words, where not all found room */
  stop(): Promise<SessionState>;
  addMarker(label: string): SessionState;
  noteAway(reason: 'excluded' | 'forbidden'): void;
  excludeSites(sites: readonly string[]): void;
  onFrame(timestampMs: number, sample: GazeSample | null): void;
  onTracking(state: TrackingState): void;
  state(): SessionState;
};

type Course = OpenSession & {
  info: SessionInfo;
  log: SessionLog;
  writer: SessionWriter;
  shots: ShotKeeper | null;
  reason: string | undefined;
  /** Recorded before the last pause, and since when it has been going on again. */
  recordedBeforeMs: number;
  goingSinceMs: number;
  timer: ReturnType<typeof setInterval>;
};

export function createRecordingService(dependencies: RecordingDependencies): RecordingService {
  const { database, onState, findRoom = checkRoom } = dependencies;
  let course: Course | null = null;
  let starting: Promise<SessionState> | null = null;
  let stopping: Promise<SessionState> | null = null;
  let toldMs = 0;
  let lookedMs = 0;
  const pages = createRecorderPages(() => course);
  /** Whatever is still open now belongs to a browser that ended: nothing recorded since. */
  const cleaned = closeInterruptedSessions(database).catch(() => 0);

  const state = (): SessionState => {
    if (!course) return { status: 'none' };
    const { info, paused, shots, writer, onlyTab, sites, reason } = course;
    return {
      status: paused ? 'paused' : 'recording',
      id: info.id,
      name: info.name,
      screenshots: shots !== null,
      ...(onlyTab === undefined ? {} : { onlyTab }),
      ...(sites === undefined ? {} : { sites }),
      recordedMs: course.recordedMs(),
      bytes: writer.bytes() + (shots?.bytes() ?? 0),
      ...(reason === undefined ? {} : { reason }),
    };
  };
  const tell = (): SessionState => {
    toldMs = Date.now();
    pages.tell();
    onState(state());
    return state();
  };

  /** Nothing that is stored is touched; what waits to be stored is kept, and tried again at the resumption. */
  const handleProblem = (owner: Course) => async (error: unknown) => {
    if (course !== owner) return;
    if (error instanceof SessionMissingError) end(owner);
    else await pause(explainStorageError(error));
  };
  const tick = (owner: Course): void => {
    if (owner.paused) return;
    const nowMs = Date.now();
    write(owner).catch(handleProblem(owner));
    if (nowMs - toldMs >= TELL_EVERY_MS) {
      toldMs = nowMs;
      onState(state());
    }
    if (nowMs - lookedMs < LOOK_FOR_ROOM_EVERY_MS) return;
    lookedMs = nowMs;
    void findRoom(LEAST_ROOM_BYTES).then((room) => {
      if (!room.enough && course === owner) return pause(room.message);
    });
  };

  const begin = async (wish: SessionStart, source: GazeSource | undefined): Promise<SessionState> => {
    await cleaned;
    const room = await findRoom(START_ROOM_BYTES);
    if (!room.enough) throw new Error(room.message);
    if (wish.goOnWith === undefined) {
      const info = await makeSessionInfo(database, wish, source);
      await createSession(database, info);
      course = makeCourse(info, wish);
    } else {
      const before = await reopenSession(database, wish.goOnWith);
      course = makeCourse(before.info, wish, before.told);
    }
    lookedMs = Date.now();
    return tell();
  };
  const makeCourse = (info: SessionInfo, wish: SessionStart, told?: ToldBefore): Course => {
    const startMs = Date.parse(info.createdAt);
    const shots = wish.screenshots
      ? createShotKeeper({
          database,
          sessionId: info.id,
          takePicture: dependencies.takePicture,
          onProblem: (error) => void handleProblem(made)(error),
        })
      : null;
    const made: Course = {
      info,
      startMs,
      onlyTab: wish.onlyTab,
      sites: wish.sites,
      excludedSites: wish.excludedSites,
      log: createSessionLog(startMs, told),
      writer: createSessionWriter(database, info.id),
      shots,
      paused: false,
      reason: undefined,
      recordedBeforeMs: 0,
      goingSinceMs: told ? Date.now() : startMs,
      recordedMs: () => made.recordedBeforeMs + (made.paused ? 0 : Date.now() - made.goingSinceMs),
      timer: setInterval(() => tick(made), WRITE_EVERY_MS),
    };
    return made;
  };

  /** Resolves once the pages' last words of the stretch are stored, or throws what the database threw. */
  const rest = async (owner: Course): Promise<void> => {
    owner.recordedBeforeMs = owner.recordedMs();
    owner.paused = true;
    tell();
    await new Promise((resolve) => setTimeout(resolve, LAST_WORDS_MS));
    await write(owner, true);
  };
  const pause = async (reason?: string): Promise<SessionState> => {
    const owner = course;
    if (!owner || owner.paused) return state();
    owner.reason = reason;
    owner.log.pause(Date.now());
    await rest(owner).catch((error: unknown) => (owner.reason ??= explainStorageError(error)));
    await mark(owner, 'paused').catch(() => undefined);
    return state();
  };
  const mark = (owner: Course, status: 'recording' | 'paused' | 'complete'): Promise<void> =>
    setSessionStatus(database, owner.info.id, status, Date.now() - owner.startMs);
  const end = (owner: Course): void => {
    clearInterval(owner.timer);
    if (course === owner) course = null;
    tell();
  };

  const stop = async (): Promise<SessionState> => {
    const owner = course;
    if (!owner) return state();
    const store = async (): Promise<void> => {
      owner.log.rest(Date.now());
      await (owner.paused ? write(owner, true) : rest(owner));
    };
    const stored = store();
    await stored.catch(() => undefined);
    end(owner);
    await stored.then(() => mark(owner, 'complete')).catch(explain);
    return state();
  };

  return {
    connect: pages.connect,
    start(wish, source) {
      if (course) return Promise.resolve(state());
      starting ??= begin(wish, source).finally(() => (starting = null));
      return starting;
    },
    pause,
    async resume() {
      const owner = course;
      if (!owner?.paused) return state();
      const store = async (): Promise<void> => {
        await owner.writer.write(null, Date.now() - owner.startMs);
        await mark(owner, 'recording');
      };
      await store().catch(explain);
      owner.paused = false;
      owner.goingSinceMs = Date.now();
      owner.reason = undefined;
      owner.log.resume(owner.goingSinceMs);
      return tell();
    },
    stop() {
      stopping ??= stop().finally(() => (stopping = null));
      return stopping;
    },
    addMarker(label) {
      course?.log.addMarker(Date.now(), label);
      return state();
    },
    noteAway: (reason) => course?.log.addAway(Date.now(), reason),
    excludeSites(sites) {
      if (!course) return;
      course.excludedSites = sites;
      pages.tell();
    },
    onFrame: (timestampMs, sample) => course?.log.addFrame(timestampMs, sample),
    onTracking(tracking) {
      if (tracking.status === 'failed') void pause(tracking.message);
    },
    state,
  };
}

async function write(owner: Course, all = false): Promise<void> {
  const nowMs = Date.now();
  await owner.writer.write(owner.log.drain(nowMs, all), nowMs - owner.startMs);
}

function explain(error: unknown): never {
  throw new Error(explainStorageError(error), { cause: error });
}
