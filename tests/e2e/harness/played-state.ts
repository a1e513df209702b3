// A tracker's state for the tests that play it.
import type { TrackingState } from '../../../src/messaging/tracking-state.ts';

type Tracking = Extract<TrackingState, { status: 'tracking' }>;

/** Tracks somebody it knows, and does not learn from clicks. */
export const PLAYED_TRACKING: Tracking = {
  status: 'tracking',
  backend: 'wasm',
  backendReason: 'On the processor: there is no graphics card here.',
  framesPerSecond: 18.4,
  windowFilled: 1,
  eyesInView: true,
  seeking: false,
  startedFrom: 'population',
};
