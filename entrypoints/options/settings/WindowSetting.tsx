// How many recent frames the normalization takes its statistics from.
import { Button } from '../../../src/ui/Button.tsx';

const RANGE = { min: 8, max: 128, step: 8 };

type Props = { frames: number; fallback: number; onChange: (frames: number) => void };

export function WindowSetting({ frames, fallback, onChange }: Props) {
  return (
    <div class="setting">
      <div>
        <h2 id="window-title">Window of recent frames</h2>
        <p class="soft" id="window-text">
          Fovea gets to know the person from this many frames. More is steadier, fewer adapts faster to
          another seat or light.
        </p>
      </div>
      <div class="row">
        <input
          type="range"
          {...RANGE}
          value={frames}
          aria-labelledby="window-title"
          aria-describedby="window-text"
          onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
        />
        <output class="numbers setting__value">{frames}</output>
        <Button variant="quiet" disabled={frames === fallback} onClick={() => onChange(fallback)}>
          Reset to {fallback}
        </Button>
      </div>
    </div>
  );
}
