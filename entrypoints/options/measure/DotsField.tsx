// Asks how many dots a measurement has, and says what each number takes.
import { TARGET_COUNTS, type TargetCount } from '../../../src/storage/groups.ts';

const LENGTHS: Record<TargetCount, string> = {
  9: 'half a minute',
  25: 'one minute',
  100: 'four minutes, and the most accurate',
};

type Props = { legend: string; count: TargetCount; onCount: (count: TargetCount) => void };

export function DotsField({ legend, count, onCount }: Props) {
  return (
    <fieldset class="plain-set">
      <legend>{legend}</legend>
      <div class="stack stack--tight">
        {TARGET_COUNTS.map((one) => (
          <label key={one} class="check">
            <input type="radio" name="target-count" checked={one === count} onChange={() => onCount(one)} />
            <span>
              {one} <span class="soft">· {LENGTHS[one]}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
