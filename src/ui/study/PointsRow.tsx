// A row of numbered points between two ends, one of which is chosen.
import { useId } from 'preact/hooks';

type Props = {
  points: number;
  low: string;
  high: string;
  /** Of the ends' words. */
  lang: string;
  value: number | null;
  onChange: (value: number) => void;
  /** Ids of what is asked, and of what is wrong. */
  labelledBy: string;
  describedBy?: string;
  required: boolean;
  invalid: boolean;
  /** Leaves the ends' words to who shows them once for several rows; they are read aloud all the same. */
  bare?: boolean;
};

export function PointsRow({
  points,
  low,
  high,
  lang,
  value,
  onChange,
  labelledBy,
  describedBy,
  required,
  invalid,
  bare = false,
}: Props) {
  const name = useId();
  const describe = (point: number): string => {
    if (point === 1) return `1: ${low}`;
    return point === points ? `${points}: ${high}` : String(point);
  };
  return (
    <div
      class={bare ? 'points points--bare' : 'points'}
      role="radiogroup"
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      aria-required={required}
      aria-invalid={invalid}
    >
      {!bare && (
        <span class="points__end" lang={lang} dir="auto" aria-hidden="true">
          {low}
        </span>
      )}
      <span class="points__row">
        {Array.from({ length: points }, (_, index) => index + 1).map((point) => (
          <label key={point} class="points__point">
            <input
              type="radio"
              name={name}
              value={point}
              checked={value === point}
              aria-label={describe(point)}
              onChange={() => onChange(point)}
            />
            <span class="numbers" aria-hidden="true">
              {point}
            </span>
          </label>
        ))}
      </span>
      {!bare && (
        <span class="points__end points__end--high" lang={lang} dir="auto" aria-hidden="true">
          {high}
        </span>
      )}
    </div>
  );
}
