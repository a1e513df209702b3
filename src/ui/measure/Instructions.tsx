// What the person does during a measurement.
import './instructions.css';

export function Instructions({ targetCount }: { targetCount: number }) {
  return (
    <ol class="instructions">
      <li>
        <strong>Sit as you usually do, and move as you usually do.</strong> Lean back, shift, tilt your head
        between the dots: the photos should show how you really sit.
      </li>
      <li>
        <strong>Look at the dot, then press space while you look.</strong> The next one appears at once. There
        are {targetCount}.
      </li>
      <li>
        <strong>Blinked, or glanced away?</strong> <kbd>Backspace</kbd> takes the last one back. <kbd>P</kbd>{' '}
        pauses, <kbd>Esc</kbd> stops, and you can finish later.
      </li>
    </ol>
  );
}
