// Where the network runs.

type Preference = 'auto' | 'webgpu' | 'wasm';

const CHOICES: readonly { value: Preference; title: string; text: string }[] = [
  { value: 'auto', title: 'Automatic', text: 'The graphics card where there is one, else the processor.' },
  {
    value: 'webgpu',
    title: 'Graphics card',
    text: 'WebGPU. Fastest; falls back to the processor if it cannot start.',
  },
  {
    value: 'wasm',
    title: 'Processor',
    text: 'WebAssembly. Works everywhere, and leaves the graphics card alone.',
  },
];

export function BackendSetting({
  backend,
  onChange,
}: {
  backend: Preference;
  onChange: (backend: Preference) => void;
}) {
  return (
    <fieldset class="setting setting--tall">
      <legend class="setting__legend">Where the network runs</legend>
      <div class="stack stack--tight">
        {CHOICES.map(({ value, title, text }) => (
          <label key={value} class="check">
            <input
              type="radio"
              name="backend"
              value={value}
              checked={backend === value}
              onChange={() => onChange(value)}
            />
            <span>
              {title}
              <span class="soft small check__text">{text}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
