// The check dot by dot: the picture as a table.
import type { ValidationRow } from '../../../src/storage/validations.ts';
import { computeFigures } from '../../../src/validation/figures.ts';
import { describePlace } from '../analyse/describe-place.ts';
import { formatNumber, UNKNOWN } from './format-figures.ts';

export function DotTable({ row: { trials, screen } }: { row: ValidationRow }) {
  return (
    <details>
      <summary>Dot by dot</summary>
      <div class="table-room">
        <table class="figures-table numbers">
          <thead>
            <tr>
              <th scope="col">Dot</th>
              <th scope="col">Across, down (% of the screen)</th>
              <th scope="col">Accuracy (%)</th>
              <th scope="col">Spread (%)</th>
              <th scope="col">Samples</th>
              <th scope="col">Lost</th>
            </tr>
          </thead>
          <tbody>
            {trials.map((trial, index) => {
              const { accuracy, precisionSd, samples, dataLossPct } = computeFigures([trial], { screen });
              const { xScreen, yScreen } = trial.target;
              return (
                <tr key={trial.fromMs}>
                  <th scope="row">
                    {index + 1}
                    <span class="soft small">{describePlace(trial.target)}</span>
                  </th>
                  <td>
                    {formatNumber(100 * xScreen, 0)}, {formatNumber(100 * yScreen, 0)}
                  </td>
                  <td>{accuracy ? formatNumber(accuracy.screenPct, 1) : UNKNOWN}</td>
                  <td>{precisionSd ? formatNumber(precisionSd.screenPct, 1) : UNKNOWN}</td>
                  <td>{samples}</td>
                  <td>{formatNumber(dataLossPct, 0)} %</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </details>
  );
}
