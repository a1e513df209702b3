// One measurement being taken: photos and dots go into the database as the person presses, and can be taken back.
import { CameraError } from '../camera/camera-error.ts';
import type { FoveaDatabase, MeasurementRow } from '../storage/database.ts';
import { addFrame, replaceFrame, undoFrame } from '../storage/measurements.ts';
import { explainStorageError } from '../storage/storage-error.ts';
import type { Capture } from './capture.ts';
import { advanceRun, beginRun, type PauseReason, type RunEvent, type RunState } from './run-state.ts';
import type { ScreenPlace } from './screen-place.ts';
import { createTargets, TARGET_COUNT, type Target } from './targets.ts';

export type RunOptions = {
  readonly database: FoveaDatabase;
  readonly measurement: MeasurementRow;
  /** The targets to take again, from 0, each in place of the photo that there is; absent: those not yet taken. */
  readonly again?: readonly number[];
  readonly takePhoto: Capture['takePhoto'];
  readonly onChange: (state: RunState) => void;
  /** Unix epoch, milliseconds. */
  readonly now?: () => number;
};

export type Run = {
  readonly state: () => RunState;
  /** The dot to show; undefined once all are taken. */
  readonly target: () => Target | undefined;
  /**
   * The person looks at the dot, whose centre lies at `place`. Answers whether the press counted: too early a press
   * and one while the last photo is still being stored do not.
   */
  readonly press: (place: ScreenPlace) => boolean;
  /** Takes the last photo back (one that was taken again stays until the next) and shows its dot again. Answers whether there was one. */
  readonly undo: () => boolean;
  readonly interrupt: (reason: PauseReason, message?: string) => void;
  readonly resume: () => void;
};

/**
 * Begins, or goes on with, a measurement: the first dot is the one after the photos already stored. A photo that could
 * not be taken or stored pauses the run with the reason in words; its dot is shown again. A run that takes targets again
 * begins paused.
 */
export function createRun({
  database,
  measurement,
  again,
  takePhoto,
  onChange,
  now = Date.now,
}: RunOptions): Run {
  const { seed, count } = measurement.targets ?? { seed: 0, count: TARGET_COUNT };
  const whole = createTargets(seed, count);
  const targets = again ? again.flatMap((target) => whole[target] ?? []) : whole;
  const createdAtMs = Date.parse(measurement.createdAt);
  let state = again ? beginAgain(again.length) : beginRun(measurement.frameCount, count);
  let shownAtMs = now();

  const dispatch = (event: RunEvent): boolean => {
    const next = advanceRun(state, event);
    if (next === state) return false;
    if (next.phase === 'look') shownAtMs = now();
    state = next;
    onChange(state);
    return true;
  };

  /** @param work answers how many photos are stored afterwards. */
  const write = async (work: () => Promise<number>): Promise<void> => {
    try {
      dispatch({ type: 'stored', taken: await work() });
    } catch (error) {
      const [reason, message]: [PauseReason, string] =
        error instanceof CameraError ? ['camera', error.message] : ['storage', explainStorageError(error)];
      dispatch({ type: 'interrupt', reason, message });
    }
  };

  return {
    state: () => state,
    target: () => targets[state.taken],
    press({ xScreen, yScreen }) {
      if (!dispatch({ type: 'press', lookedMs: now() - shownAtMs })) return false;
      const { taken } = state;
      void write(async () => {
        const photo = await takePhoto(shownAtMs);
        const timestampMs = photo.timestampMs - createdAtMs;
        const frame = { x: xScreen, y: yScreen, timestampMs, jpeg: photo.jpeg };
        const target = again?.[taken];
        if (target === undefined) return (await addFrame(database, measurement.id, frame)).frameCount;
        await replaceFrame(database, measurement.id, { ...frame, target });
        return taken + 1;
      });
      return true;
    },
    undo() {
      if (!dispatch({ type: 'undo' })) return false;
      const { taken } = state;
      void write(async () => (again ? taken - 1 : (await undoFrame(database, measurement.id)).frameCount));
      return true;
    },
    interrupt: (reason, message) => void dispatch({ type: 'interrupt', reason, message }),
    resume: () => void dispatch({ type: 'resume' }),
  };
}

function beginAgain(count: number): RunState {
  return advanceRun(beginRun(0, count), { type: 'interrupt', reason: 'again' });
}
