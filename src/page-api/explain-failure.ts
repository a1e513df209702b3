// Why tracking did not begin, as a page is told: which kind it is, and words that name nothing of the person's.
import type { TrackingState } from '../messaging/tracking-state.ts';
import { PageError } from './page-messages.ts';

type Failure = Exclude<TrackingState, { status: 'tracking' }>;

/** The tracker's own words are for the person, in Fovea's own pages. */
const NO_CAMERA = {
  denied: 'Fovea may not use the camera. The person can allow it in Fovea’s camera check.',
  missing: 'There is no camera, or not the one that the person chose in Fovea.',
  busy: 'Another program has the camera.',
  unplugged: 'The camera was unplugged.',
} as const;

export function explainFailure(state: Failure): PageError {
  if (state.status !== 'failed') return new PageError('cancelled', 'Tracking was stopped as it began.');
  if (state.code === 'model-failed') return new PageError('failed', state.message);
  return new PageError('no-camera', NO_CAMERA[state.code]);
}

/** Of anything else that was thrown. */
export function toPageError(error: unknown): PageError {
  return new PageError('failed', error instanceof Error ? error.message : String(error));
}
