// One measurement being taken: photos and dots go into the database as the person presses, and can be taken back.
import { CameraError } from '../camera/camera-error.ts';
import type { FoveaDatabase, MeasurementRow } from '../storage/database.ts';
import { addFrame, undoFrame } from '../storage/measurements.ts';
import { explainStorageError } from '../storage/storage-error.ts';
import type { Capture } from './capture.ts';
import { advanceRun, beginRun, type PauseReason, type RunEvent, type RunState } from './run-state.ts';
import type { ScreenPlace } from './screen-place.ts';
import { createTargets, TARGET_COUNT, type Target } from './targets.ts';

export type RunOptions = {
  readonly database: FoveaDatabase;
  readonly measurement: MeasurementRow;
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
  /** Takes the last photo back and shows its dot again. Answers whether there was one. */
  readonly undo: () => boolean;
  readonly interrupt: (reason: PauseReason, message?: string) => void;
  readonly resume: () => void;
};

/**
 * Begins, or goes on with, a measurement: the first dot is the one after the photos already stored. A photo that could
 * not be taken or stored pauses the run with the reason in words; its dot is shown again.
 */
export function createRun({ database, measurement, takePhoto, onChange, now = Date.now }: RunOptions): Run {
  const { seed, count } = measurement.targets ?? { seed: 0, count: TARGET_COUNT };
  const targets = createTargets(seed, count);
  const createdAtMs = Date.parse(measurement.createdAt);
  let state = beginRun(measurement.frameCount, count);
  let shownAtMs = now();

  const dispatch = (event: RunEvent): boolean => {
    const next = advanceRun(state, event);
    if (next === state) return false;
    if (next.phase === 'look') shownAtMs = now();
    state = next;
    onChange(state);
    return true;
  };

  const write = async (work: () => Promise<MeasurementRow>): Promise<void> => {
    try {
      const { frameCount } = await work();
      dispatch({ type: 'stored', taken: frameCount });
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
      void write(async () => {
        const photo = await takePhoto(shownAtMs);
        const timestampMs = photo.timestampMs - createdAtMs;
        return addFrame(database, measurement.id, { x: xScreen, y: yScreen, timestampMs, jpeg: photo.jpeg });
      });
      return true;
    },
    undo() {
      if (!dispatch({ type: 'undo' })) return false;
      void write(() => undoFrame(database, measurement.id));
      return true;
    },
    interrupt: (reason, message) => void dispatch({ type: 'interrupt', reason, message }),
    resume: () => void dispatch({ type: 'resume' }),
  };
}
