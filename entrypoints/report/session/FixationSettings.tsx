// The parameters that fixations are found with: shown, changed, put back.
import type { FixationMethod, FixationParameters } from '../../../src/gaze/fixation-parameters.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import type { Fixations } from './use-detection.ts';

const METHODS: readonly { id: FixationMethod; name: string }[] = [
  { id: 'idt', name: 'By dispersion (I-DT)' },
  { id: 'ivt', name: 'By velocity (I-VT)' },
];

type NumberKey = {
  [K in keyof FixationParameters]: FixationParameters[K] extends number ? K : never;
}[keyof FixationParameters];
type Field = {
  key: NumberKey;
  name: string;
  unit: (unit: string) => string;
  step: number;
  only?: FixationMethod;
};

const FIELDS: readonly Field[] = [
  { key: 'dispersion', name: 'Largest dispersion', unit: (unit) => unit, step: 0.1, only: 'idt' },
  { key: 'velocity', name: 'Highest velocity', unit: (unit) => `${unit}/s`, step: 1, only: 'ivt' },
  { key: 'minDurationMs', name: 'Shortest duration', unit: () => 'ms', step: 10 },
  { key: 'maxGapMs', name: 'Longest bridged loss', unit: () => 'ms', step: 5 },
  { key: 'mergeGapMs', name: 'Merged if apart by up to', unit: () => 'ms', step: 5 },
  { key: 'mergeDistance', name: 'and as near as', unit: (unit) => unit, step: 0.1 },
  { key: 'maxScrollPx', name: 'Ended by a scroll of', unit: () => 'px', step: 1 },
];

export function FixationSettings({ fixations }: { fixations: Fixations }) {
  const { parameters, detection, changed, working, problem, choose } = fixations;
  if (!parameters) return <p class="soft small">Finding fixations …</p>;
  const unit = parameters.unit === 'deg' ? '°' : '% of the width';
  return (
    <details class="fold">
      <summary>
        Fixations
        <span class="soft small numbers">
          {' '}
          {parameters.method === 'idt' ? 'I-DT' : 'I-VT'}, {describeThreshold(parameters)}
          {changed && ', changed'}
        </span>
      </summary>
      <div class="stack stack--tight fold__content">
        <label class="field">
          Method
          <select
            value={parameters.method}
            onChange={({ currentTarget }) =>
              choose({ ...parameters, method: currentTarget.value as FixationMethod })
            }
          >
            {METHODS.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {FIELDS.filter(({ only }) => only === undefined || only === parameters.method).map((field) => (
          <label class="setting-line" key={field.key}>
            {field.name}
            <span>
              <input
                type="number"
                min={0}
                step={field.step}
                value={parameters[field.key]}
                onChange={({ currentTarget: { valueAsNumber } }) => {
                  if (valueAsNumber >= 0) choose({ ...parameters, [field.key]: valueAsNumber });
                }}
              />{' '}
              {field.unit(unit)}
            </span>
          </label>
        ))}
        <p class="soft small numbers" role="status">
          {working || !detection
            ? 'Finding fixations …'
            : `${detection.fixations.length.toLocaleString()} fixations in the session`}
        </p>
        {problem !== '' && <Notice kind="problem">{problem}</Notice>}
        <p class="soft small">
          {parameters.unit === 'deg'
            ? 'Degrees of visual angle, from the size of the screen and the distance that were told.'
            : 'Per cent of the screen’s width, because its size or the distance to it was not told.'}
        </p>
        <Button disabled={!changed} onClick={() => choose(null)}>
          Back to the defaults
        </Button>
      </div>
    </details>
  );
}

function describeThreshold({ method, unit, dispersion, velocity }: FixationParameters): string {
  const sign = unit === 'deg' ? '°' : ' %';
  return method === 'idt' ? `${dispersion}${sign}` : `${velocity}${sign}/s`;
}
