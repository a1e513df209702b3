// The clock of a replay: it runs, at a speed, stands, and is set.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

export const SPEEDS = [0.5, 1, 2, 4, 8] as const;
export type Speed = (typeof SPEEDS)[number];

export type Playback = {
  /** As it is drawn. */
  timeMs: number;
  /** As it is at this very moment: keys may come faster than the page is drawn. */
  now(): number;
  playing: boolean;
  speed: Speed;
  play(on: boolean): void;
  seek(timeMs: number): void;
  setSpeed(speed: Speed): void;
};

/** A page that was in the background goes on from where it was. */
const LONGEST_STEP_MS = 250;

export function usePlayback(durationMs: number): Playback {
  const [timeMs, setTimeMs] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>(1);
  const time = useRef(0);
  const set = (ms: number): void => {
    time.current = Math.min(durationMs, Math.max(0, ms));
    setTimeMs(time.current);
  };
  // Before the page is painted: a clock that is drawn as standing goes on by no frame.
  useLayoutEffect(() => {
    if (!playing) return undefined;
    let before: number | null = null;
    let frame = 0;
    const tick = (now: number): void => {
      const elapsedMs = before === null ? 0 : Math.min(LONGEST_STEP_MS, now - before);
      before = now;
      set(time.current + elapsedMs * speed);
      if (time.current >= durationMs) setPlaying(false);
      else frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  }, [playing, speed, durationMs]);
  return {
    timeMs,
    now: () => time.current,
    playing,
    speed,
    play(on) {
      // At its end it begins anew.
      if (on && time.current >= durationMs) set(0);
      setPlaying(on);
    },
    seek: set,
    setSpeed,
  };
}
