// How the gaze dot looks for what it knows: the less sure, the wider and fainter, and dashed while getting to know somebody.

export type DotLook = {
  /** Of its size when sure. */
  scale: number;
  opacity: number;
  dashed: boolean;
};

const WIDEST = 2.6;
const FAINTEST = 0.35;

/**
 * How wide and faint follow from one number:
 *
 *     sure = confidence * (1 + windowFilled) / 2
 *
 * The network's own confidence does not know that it reads a stranger, so it counts by half until the person is known.
 * @param confidence 0..1, of the sample
 * @param windowFilled 0..1, of the tracking state
 */
export function describeDot(confidence: number, windowFilled: number): DotLook {
  const sure = (clamp(confidence) * (1 + clamp(windowFilled))) / 2;
  return {
    scale: WIDEST - (WIDEST - 1) * sure,
    opacity: FAINTEST + (1 - FAINTEST) * sure,
    dashed: windowFilled < 1,
  };
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
