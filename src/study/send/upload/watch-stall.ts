// Notices that nothing moves any more.

export type StallWatch = {
  /** Something moved. */
  touch(): void;
  end(): void;
};

/** Calls `onStall` once, `stallMs` after the last touch. */
export function watchStall(stallMs: number, onStall: () => void): StallWatch {
  let timer = setTimeout(onStall, stallMs);
  return {
    touch() {
      clearTimeout(timer);
      timer = setTimeout(onStall, stallMs);
    },
    end: () => clearTimeout(timer),
  };
}
