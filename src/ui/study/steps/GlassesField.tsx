// Whether the participant wears glasses now.
import { StepSubtitle } from './StepHead.tsx';
import './steps.css';

type Props = {
  /** Who does cannot take part. */
  excludes: boolean;
  glasses: boolean | null;
  onChange: (glasses: boolean) => void;
  /** The answer is missing. */
  problem: boolean;
};

export function GlassesField({ excludes, glasses, onChange, problem }: Props) {
  return (
    <section class="card stack stack--tight">
      <StepSubtitle id="glasses-prompt">Do you wear glasses now?</StepSubtitle>
      <div
        role="radiogroup"
        aria-labelledby="glasses-prompt"
        aria-describedby="glasses-problem"
        aria-invalid={problem}
        class="row glasses"
      >
        {[true, false].map((one) => (
          <label key={String(one)} class="check">
            <input type="radio" name="glasses" checked={glasses === one} onChange={() => onChange(one)} />
            {one ? 'Yes' : 'No'}
          </label>
        ))}
      </div>
      <p id="glasses-problem" class="field-problem" role="alert">
        {problem && 'Please choose one.'}
      </p>
      {excludes && glasses === true && (
        <p role="status" data-testid="glasses-excluded">
          This study cannot be done with glasses: their lenses mirror the screen. If you see the screen well
          without them, take them off and choose “No”. Else thank you for coming this far.
        </p>
      )}
      {!excludes && <p class="soft small">Either is fine. Keep them on, or off, for the whole study.</p>}
    </section>
  );
}
