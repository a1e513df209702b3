// A claim that changes only after what it is made of has said the same for a while, so that words on a screen do not flicker.

export type SteadyClaim = {
  /**
   * What one observation says; answers what the claim is now. Times must not go back; after a gap in them, what was said
   * before the gap counts for nothing.
   */
  observe(holds: boolean, timestampMs: number): boolean;
  /** As at first: not so. */
  reset(): void;
};

export type SteadyClaimOptions = {
  /** So long it must hold, in every observation, to become so. */
  readonly onAfterMs: number;
  /** So long it must not hold, in every observation, to end. */
  readonly offAfterMs: number;
  /** Observations further apart than this do not speak of the time between them. */
  readonly mostGapMs: number;
};

/** Makes a claim that is not so at first. */
export function createSteadyClaim({ onAfterMs, offAfterMs, mostGapMs }: SteadyClaimOptions): SteadyClaim {
  let isSo = false;
  /** Since when all observations have been against the claim. */
  let againstSinceMs: number | undefined;
  let lastMs = Number.NEGATIVE_INFINITY;

  return {
    observe(holds, timestampMs) {
      if (timestampMs - lastMs > mostGapMs) againstSinceMs = undefined;
      lastMs = timestampMs;
      if (holds === isSo) {
        againstSinceMs = undefined;
        return isSo;
      }
      againstSinceMs ??= timestampMs;
      if (timestampMs - againstSinceMs >= (isSo ? offAfterMs : onAfterMs)) {
        isSo = holds;
        againstSinceMs = undefined;
      }
      return isSo;
    },
    reset() {
      isSo = false;
      againstSinceMs = undefined;
      lastMs = Number.NEGATIVE_INFINITY;
    },
  };
}
