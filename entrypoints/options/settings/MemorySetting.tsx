// How many frames of the person a run of the tracker remembers.
import { Button } from '../../../src/ui/Button.tsx';

const RANGE = { min: 16, max: 128, step: 8 };

type Props = { frames: number; fallback: number; onChange: (frames: number) => void };

export function MemorySetting({ frames, fallback, onChange }: Props) {
  return (
    <div class="setting">
      <div>
        <h2 id="memory-title">Frames that Fovea remembers</h2>
        <p class="soft" id="memory-text">
          Fovea knows the person by this many frames of them, and reads where they look beside those. More is
          steadier, fewer adapts faster to another seat or light.
        </p>
      </div>
      <div class="row">
        <input
          type="range"
          {...RANGE}
          value={frames}
          aria-labelledby="memory-title"
          aria-describedby="memory-text"
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
