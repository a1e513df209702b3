// Accuracy and precision of a check in every unit.
import type { ValidationFigures } from '../../../src/validation/figures.ts';
import { SPAN_COLUMNS, UNKNOWN } from './format-figures.ts';

const ROWS = [
  { key: 'accuracy', title: 'Accuracy', meaning: 'from the dot to the middle of the gaze' },
  { key: 'sampleError', title: 'Each sample', meaning: 'from the dot to each sample, on average' },
  { key: 'precisionRms', title: 'Precision, sample to sample', meaning: 'root mean square' },
  { key: 'precisionSd', title: 'Precision, spread', meaning: 'standard deviation around the middle' },
] as const;

export function FiguresTable({ figures }: { figures: ValidationFigures }) {
  return (
    <div class="table-room">
      <table class="figures-table numbers">
        <caption class="read-aloud">Accuracy and precision; less is better</caption>
        <thead>
          <tr>
            <td />
            {SPAN_COLUMNS.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ROWS.map(({ key, title, meaning }) => {
            const span = figures[key];
            return (
              <tr key={key} data-figure={key}>
                <th scope="row">
                  {title}
                  <span class="soft small">{meaning}</span>
                </th>
                {SPAN_COLUMNS.map(({ title: unit, read }) => (
                  <td key={unit}>{span ? read(span) : UNKNOWN}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
