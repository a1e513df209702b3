// Connects a measurement's run to the page: keys, full screen, sound, and how it ends.
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { findCameraProblem } from '../../measurement/camera-change.ts';
import type { RunState } from '../../measurement/run-state.ts';
import { createRun } from '../../measurement/run.ts';
import { measurePage, toScreenPlace } from '../../measurement/screen-place.ts';
import { deleteMeasurement } from '../../storage/people.ts';
import { checkRoom, estimateMeasurementBytes } from '../../storage/room.ts';
import { measurementSound } from '../../storage/settings.ts';
import { explainStorageError } from '../../storage/storage-error.ts';
import { database } from '../page-database.ts';
import { rememberDeletion } from '../remember-deletion.ts';
import { watchLeaving } from '../watch-leaving.ts';
import { findScreenProblem, returnToScreen } from './return-to-screen.ts';
import { createSounds, type Sounds } from './sounds.ts';
import type { StageProps } from './Stage.tsx';

export type StageOutcome = 'complete' | 'kept' | 'discarded';

export function useStageRun(
  { measurement, personName, again, camera, onEnd }: StageProps,
  dot: RefObject<HTMLElement | null>,
) {
  const latest = useRef({ camera, onEnd });
  latest.current = { camera, onEnd };
  const sounds = useRef<Sounds | null>(null);
  const [flashes, setFlashes] = useState(0);
  const [run] = useState(() =>
    createRun({ database, measurement, again, takePhoto, onChange: (changed) => setState(changed) }),
  );
  const [state, setState] = useState<RunState>(run.state);

  function takePhoto(notBeforeMs: number) {
    const { state: now } = latest.current.camera;
    if (now.status !== 'ready') return Promise.reject(new Error('The camera is not ready.'));
    return now.capture.takePhoto(notBeforeMs);
  }

  const press = (): void => {
    const page = measurePage();
    const problem = findScreenProblem(measurement, page);
    if (problem !== null) return run.interrupt('left', problem);
    const box = dot.current?.getBoundingClientRect();
    if (!box) return;
    if (!run.press(toScreenPlace(box.x + box.width / 2, box.y + box.height / 2, page))) return;
    sounds.current?.press();
    setFlashes((count) => count + 1);
  };

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    sounds.current = createMutableSounds(signal);
    const problem = findScreenProblem(measurement, measurePage());
    if (problem !== null) run.interrupt('left', problem);

    const keys: Record<string, () => void> = {
      ' ': press,
      Backspace: () => run.undo() && sounds.current?.undo(),
      p: () => run.interrupt('pause'),
      Escape: () => run.interrupt('stop'),
    };
    const onKey = (event: KeyboardEvent): void => {
      // A paused run has buttons, which take the keys themselves.
      if (run.state().phase === 'pause' || event.ctrlKey || event.metaKey || event.altKey) return;
      const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!act) return;
      event.preventDefault();
      if (!event.repeat) act();
    };
    window.addEventListener('keydown', onKey, { signal });
    const onLeft = (): void => run.interrupt('left');
    watchLeaving({ onFullscreen: onLeft, onHidden: onLeft }, signal);
    return () => controller.abort();
  }, [run]);

  /** Answers whether it may go on with the camera as it is. */
  const checkCamera = (): boolean => {
    const { state: now } = latest.current.camera;
    if (now.status === 'failed') run.interrupt('camera', now.message);
    if (now.status !== 'ready') return now.status === 'opening';
    const problem = findCameraProblem(measurement, now.capture.camera.label);
    if (problem !== null) run.interrupt('other-camera', problem);
    return problem === null;
  };
  useEffect(() => void checkCamera(), [run, camera.state]);

  useEffect(() => {
    if (state.phase !== 'done') return;
    sounds.current?.done();
    latest.current.onEnd('complete');
  }, [state.phase]);

  const remove = async (): Promise<void> => {
    const deleted = await deleteMeasurement(database, measurement.id);
    if (deleted.frames.length > 0) rememberDeletion(`${personName}’s unfinished measurement`, deleted);
  };

  const endWith = async (outcome: StageOutcome, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
      onEnd(outcome);
    } catch (error) {
      run.interrupt('storage', explainStorageError(error));
    }
  };

  return {
    state,
    target: run.target(),
    /** Presses that counted, to flash once for each. */
    flashes,
    async resume(): Promise<void> {
      const problem = await returnToScreen(measurement);
      if (problem !== null) return run.interrupt('left', problem);
      const { taken, count, pause } = run.state();
      if (pause?.reason === 'storage') {
        // Nobody is to look at a dot whose photo has no room.
        const room = await checkRoom(estimateMeasurementBytes(count - taken));
        if (!room.enough) return run.interrupt('storage', room.message);
      }
      if (checkCamera()) run.resume();
    },
    // Nothing taken is nothing to keep.
    keep: () => endWith('kept', async () => void (run.state().taken === 0 && (await remove()))),
    /** A measurement that was complete before stays so, whatever was taken again of it. */
    leave: () => onEnd('complete'),
    discard: () => endWith('discarded', remove),
  };
}

function createMutableSounds(signal: AbortSignal): Sounds {
  let on = measurementSound.fallback;
  void measurementSound.getValue().then((value) => {
    on = value;
  });
  signal.addEventListener(
    'abort',
    measurementSound.watch((value) => void (on = value)),
  );
  return createSounds(() => on, signal);
}
