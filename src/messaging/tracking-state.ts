// The one description of what the tracker is doing, shared by every context that shows or changes it.
import type { CameraErrorCode } from '../camera/camera-error.ts';
import type { Backend } from '../model/backend.ts';
import type { MemoryReport } from '../storage/memory-keeper.ts';

/** What the tracker is doing now. The camera is on exactly in `starting` and `tracking`. */
export type TrackingState =
  | { status: 'off' }
  | { status: 'starting' }
  | ({
      status: 'tracking';
      backend: Backend;
      /** Why this backend was chosen, in plain words for the person. */
      backendReason: string;
      /** Frames that went through the network in the last two seconds, per second. */
      framesPerSecond: number;
      /** How well the person is known, 0..1: below 1 Fovea is still getting to know them. */
      windowFilled: number;
      /** False while no open eyes are found in the frame; no samples are sent then. */
      eyesInView: boolean;
      /** True while the tracker looks for a face in the whole picture, false while it follows one. */
      seeking: boolean;
      /** How many clicks are learned from now; absent while that is off: no click then leaves its page. */
      clicksLearned?: number;
    } & MemoryReport)
  | {
      status: 'failed';
      code: CameraErrorCode | 'model-failed';
      /** What went wrong and what to do, in plain words for the person. */
      message: string;
    };

/** Says whether the camera is on in this state. */
export function isCameraOn(state: TrackingState): boolean {
  return state.status === 'starting' || state.status === 'tracking';
}
