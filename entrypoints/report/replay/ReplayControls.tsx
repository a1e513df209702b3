// Play, pause, steps and speed of a replay.
import { formatMoment } from '../../../src/ui/format-duration.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { SPEEDS, type Playback, type Speed } from './use-playback.ts';

const SECOND = 1000;

export function ReplayControls({ playback, durationMs }: { playback: Playback; durationMs: number }) {
  const { playing, timeMs, speed } = playback;
  return (
    <div class="row replay__controls">
      <Button variant="primary" onClick={() => playback.play(!playing)}>
        {playing ? 'Pause' : 'Play'}
      </Button>
      <Button label="10 s back" onClick={() => playback.seek(playback.now() - 10 * SECOND)}>
        −10 s
      </Button>
      <Button label="10 s on" onClick={() => playback.seek(playback.now() + 10 * SECOND)}>
        +10 s
      </Button>
      <label class="row small">
        Speed
        <select
          value={String(speed)}
          onChange={({ currentTarget }) => playback.setSpeed(Number(currentTarget.value) as Speed)}
        >
          {SPEEDS.map((one) => (
            <option key={one} value={String(one)}>
              {one} ×
            </option>
          ))}
        </select>
      </label>
      <span class="numbers replay__time" data-testid="replay-time" data-ms={Math.round(timeMs)}>
        <strong>{formatMoment(timeMs)}</strong> <span class="soft">of {formatMoment(durationMs)}</span>
      </span>
    </div>
  );
}
