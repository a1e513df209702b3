// Fields that the report's settings are made of: one of several words, and a share.

type ChoiceProps<T extends string> = {
  name: string;
  words: Record<T, string>;
  value: T;
  onChange: (value: T) => void;
};

export function Choice<T extends string>({ name, words, value, onChange }: ChoiceProps<T>) {
  return (
    <label class="field">
      {name}
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value as T)}>
        {(Object.keys(words) as T[]).map((one) => (
          <option key={one} value={one}>
            {words[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

type ShareProps = {
  name: string;
  /** 0..1 */
  value: number;
  onChange: (value: number) => void;
};

export function ShareSlider({ name, value, onChange }: ShareProps) {
  const percent = Math.round(100 * value);
  return (
    <label class="field">
      <span class="row row--apart">
        {name} <span class="numbers soft">{percent} %</span>
      </span>
      <input
        type="range"
        min={0}
        max={100}
        step={5}
        value={percent}
        aria-label={name}
        aria-valuetext={`${percent} %`}
        onInput={({ currentTarget }) => onChange(currentTarget.valueAsNumber / 100)}
      />
    </label>
  );
}
