// Watches the camera for the person's eyes, and looks through the photos of a measurement, in a worker.
import { useEffect, useState } from 'preact/hooks';
import { createLooker, type Looker } from '../../gaze/create-looker.ts';
import { createEyeWatch, NOTHING_TO_REPORT, type EyeReport } from '../../measurement/eye-watch.ts';
import { judgePhotos } from '../../measurement/judge-photos.ts';
import { preferredBackend } from '../../storage/settings.ts';
import { database } from '../page-database.ts';
import { useStoredSetting } from '../use-setting.ts';
import type { Camera } from './use-camera.ts';

const SECOND = 1000;
/** Often enough to tell a blink from an absence. */
const LOOK_EVERY_MS = 0.5 * SECOND;
/** Looking takes at most this share of a slow machine's core: photos and keys come first. */
const MOST_SHARE = 0.4;

export type Eyes =
  | { status: 'starting' }
  | ({ status: 'looking' } & EyeReport)
  /** `message`: why the network cannot run, in plain words. */
  | { status: 'failed'; message: string };

/** Gives a looker while the component is there, once the settings are read. */
export function useLooker(): Looker | null {
  const prefer = useStoredSetting(preferredBackend);
  const [looker, setLooker] = useState<Looker | null>(null);
  useEffect(() => {
    if (prefer === undefined) return undefined;
    const controller = new AbortController();
    setLooker(createLooker(prefer, controller.signal));
    return () => controller.abort();
  }, [prefer]);
  return looker;
}

/** What is seen of the person's eyes now, as long as the camera is on. */
export function useEyes(looker: Looker | null, { state: camera }: Camera): Eyes {
  const [eyes, setEyes] = useState<Eyes>({ status: 'starting' });
  useEffect(() => {
    if (!looker || camera.status !== 'ready') return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    setEyes({ status: 'starting' });
    watchEyes(looker, camera.capture, signal, (report) => setEyes({ status: 'looking', ...report })).catch(
      (error: unknown) => {
        // A camera that is lost says so itself.
        if (signal.aborted || camera.track.readyState === 'ended') return;
        setEyes({ status: 'failed', message: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => controller.abort();
  }, [looker, camera]);
  return camera.status === 'ready' ? eyes : { status: 'starting' };
}

/** Looks through this measurement's photos, those that are still to come too. */
export function usePhotoJudge(looker: Looker | null, measurementId: string | undefined): void {
  useEffect(() => {
    if (!looker || measurementId === undefined) return undefined;
    const controller = new AbortController();
    judgePhotos(database, measurementId, (photo) => looker.look(photo), controller.signal);
    return () => controller.abort();
  }, [looker, measurementId]);
}

async function watchEyes(
  looker: Looker,
  capture: Extract<Camera['state'], { status: 'ready' }>['capture'],
  signal: AbortSignal,
  onReport: (report: EyeReport) => void,
): Promise<void> {
  const watch = createEyeWatch();
  let shown = NOTHING_TO_REPORT;
  let lastMs = 0;
  while (!signal.aborted) {
    const { frame, timestampMs } = await capture.takeFrame(lastMs + 1);
    const askedMs = performance.now();
    const look = await looker.look(await copyFrame(frame));
    if (signal.aborted) return;
    lastMs = timestampMs;
    const report = watch.see(look, timestampMs);
    if (report !== shown) onReport(report);
    shown = report;
    const tookMs = performance.now() - askedMs;
    await wait(Math.max(LOOK_EVERY_MS - tookMs, tookMs / MOST_SHARE - tookMs));
  }
}

/** A camera has few frames to lend, and sends no more until they are back; a worker may keep what it is given for seconds. */
async function copyFrame(frame: VideoFrame): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(frame);
  } finally {
    frame.close();
  }
}

function wait(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
