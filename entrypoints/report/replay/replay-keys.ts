// What the keys of a replay do; pure.
import { findSampleBefore } from '../../../src/session/session-course.ts';
import { SPEEDS, type Playback } from './use-playback.ts';

const SECOND = 1000;

/** Said beneath the replay. */
export const KEYS: readonly { keys: string[]; does: string }[] = [
  { keys: ['Space'], does: 'play, pause' },
  { keys: ['←', '→'], does: '1 s' },
  { keys: ['Shift ←', 'Shift →'], does: '10 s' },
  { keys: [',', '.'], does: 'one sample' },
  { keys: ['−', '+'], does: 'slower, faster' },
  { keys: ['Home', 'End'], does: 'begin, end' },
];

/** Does what the key says; whether it was one of the replay's. */
export function pressReplayKey(
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
  playback: Playback,
  { timestampsMs, durationMs }: { timestampsMs: Float64Array; durationMs: number },
): boolean {
  const { speed } = playback;
  const timeMs = playback.now();
  const stepMs = shiftKey ? 10 * SECOND : SECOND;
  switch (key) {
    case ' ':
    case 'k':
      playback.play(!playback.playing);
      return true;
    case 'ArrowLeft':
      playback.seek(timeMs - stepMs);
      return true;
    case 'ArrowRight':
      playback.seek(timeMs + stepMs);
      return true;
    case ',':
    case '.': {
      const at = findSampleBefore(timestampsMs, timeMs);
      const wanted = key === '.' ? at + 1 : at - 1;
      playback.play(false);
      playback.seek(timestampsMs[wanted] ?? (key === '.' ? durationMs : 0));
      return true;
    }
    case '+':
    case '=':
    case '-': {
      const place = SPEEDS.indexOf(speed) + (key === '-' ? -1 : 1);
      playback.setSpeed(SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, place))]!);
      return true;
    }
    case 'Home':
      playback.seek(0);
      return true;
    case 'End':
      playback.seek(durationMs);
      return true;
    default:
      return false;
  }
}
