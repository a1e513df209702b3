// How far the measurement is, and its keys; faint, and never where the dot is.

import { StageNotice } from './StageNotice.tsx';
import type { Eyes } from './use-eyes.ts';

type Props = { taken: number; count: number; eyes: Eyes; atTop: boolean };

export function StageProgress({ taken, count, eyes, atTop }: Props) {
  return (
    <div class={atTop ? 'stage-progress stage-progress--top' : 'stage-progress'}>
      <StageNotice eyes={eyes} />
      <p
        class="stage-progress__count numbers"
        role="progressbar"
        aria-label="Targets taken"
        aria-valuenow={taken}
        aria-valuemin={0}
        aria-valuemax={count}
        data-testid="counter"
      >
        {taken} / {count}
      </p>
      <p class="stage-progress__keys">
        <kbd>Space</kbd> I’m looking <kbd>Backspace</kbd> undo <kbd>P</kbd> pause <kbd>Esc</kbd> stop
      </p>
    </div>
  );
}
