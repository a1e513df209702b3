// Place and size of an area in numbers.
import type { Box } from '../../../src/session/session-data.ts';
import { LEAST_SIDE_PX } from '../../../src/ui/areas/shape-edits.ts';

const FIELDS: readonly { key: keyof Box; name: string }[] = [
  { key: 'xDocumentPx', name: 'x' },
  { key: 'yDocumentPx', name: 'y' },
  { key: 'widthPx', name: 'Width' },
  { key: 'heightPx', name: 'Height' },
];

export function BoxFields({ box, onBox }: { box: Box; onBox: (box: Partial<Box>) => void }) {
  return (
    <div class="box-fields">
      {FIELDS.map(({ key, name }) => (
        <label class="field" key={key}>
          {name}
          <input
            type="number"
            value={Math.round(box[key])}
            min={key === 'widthPx' || key === 'heightPx' ? LEAST_SIDE_PX : undefined}
            onChange={({ currentTarget: { valueAsNumber } }) => {
              const least = key === 'widthPx' || key === 'heightPx' ? LEAST_SIDE_PX : -Infinity;
              if (valueAsNumber >= least) onBox({ [key]: valueAsNumber });
            }}
          />
        </label>
      ))}
    </div>
  );
}
