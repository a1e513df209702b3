/** The gaze sample: what the tracker gives for a frame with open eyes in view. */

export type GazeSample = {
  /** Unix epoch of the frame's capture. */
  timestampMs: number;
  /** Fraction of the screen, 0 at its left edge as the person sees it; may lie a little outside 0..1. */
  xScreen: number;
  /** Fraction of the screen, 0 at its top; may lie a little outside 0..1. */
  yScreen: number;
  /** 0..1. */
  confidence: number;
};
