// How fast a film of a replay is, and what part of the session it shows: an hour as it was takes long to encode.
import {
  countFrames,
  DEFAULT_REPLAY,
  type ReplaySettings,
} from '../../../src/session/export/replay-frames.ts';
import { formatDuration } from '../../../src/ui/format-duration.ts';
import { Choice } from '../fields/Choice.tsx';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** The least of these at which the film is no longer than that is where the choice begins. */
const SPEEDS = { '1': 'as it was', '2': '2 ×', '4': '4 ×', '8': '8 ×', '16': '16 ×' } as const;
const LONGEST_MS = 15 * MINUTE;

type Speed = keyof typeof SPEEDS;

export function suggestFilm(durationsMs: readonly number[]): ReplaySettings {
  const longestMs = Math.max(...durationsMs);
  const speeds = Object.keys(SPEEDS).map(Number);
  const speed = speeds.find((one) => longestMs / one <= LONGEST_MS) ?? speeds.at(-1)!;
  return { ...DEFAULT_REPLAY, speed };
}

type Props = {
  /** Of the sessions; a part can be chosen of one only. */
  durationsMs: readonly number[];
  film: ReplaySettings;
  onChange: (film: ReplaySettings) => void;
};

export function FilmChoice({ durationsMs, film, onChange }: Props) {
  const [durationMs = 0] = durationsMs;
  const { fromMs = 0, untilMs = durationMs } = film;
  const frames = durationsMs.reduce((sum, ms) => sum + countFrames({ info: { durationMs: ms } }, film), 0);
  const minutes = (ms: number): number => Number((ms / MINUTE).toFixed(2));
  /** Of a length of at least a second. */
  const choosePart = (from: number, until: number): void => {
    const start = Math.max(0, Math.min(from, durationMs - SECOND));
    onChange({ ...film, fromMs: start, untilMs: Math.min(durationMs, Math.max(until, start + SECOND)) });
  };
  return (
    <fieldset class="film-choice">
      <legend>The film</legend>
      <Choice<Speed>
        name="Speed"
        words={SPEEDS}
        value={String(film.speed) as Speed}
        onChange={(speed) => onChange({ ...film, speed: Number(speed) })}
      />
      {durationsMs.length === 1 && (
        <>
          <MinuteField
            name="From minute"
            value={minutes(fromMs)}
            most={minutes(durationMs)}
            onChange={(value) => choosePart(value * MINUTE, untilMs)}
          />
          <MinuteField
            name="To minute"
            value={minutes(untilMs)}
            most={minutes(durationMs)}
            onChange={(value) => choosePart(Math.min(fromMs, value * MINUTE - SECOND), value * MINUTE)}
          />
        </>
      )}
      <p class="soft small numbers film-choice__length">
        {durationsMs.length === 1 ? 'It lasts' : 'Together they last'}{' '}
        {formatDuration((frames / film.framesPerSecond) * SECOND)}: {frames.toLocaleString()} frames to
        encode.
      </p>
    </fieldset>
  );
}

type MinuteProps = { name: string; value: number; most: number; onChange: (value: number) => void };

function MinuteField({ name, value, most, onChange }: MinuteProps) {
  return (
    <label class="field">
      {name}
      <input
        type="number"
        min={0}
        max={most}
        step="any"
        value={value}
        onChange={({ currentTarget }) => {
          const { valueAsNumber } = currentTarget;
          if (Number.isNaN(valueAsNumber)) currentTarget.value = String(value);
          else onChange(valueAsNumber);
        }}
      />
    </label>
  );
}
