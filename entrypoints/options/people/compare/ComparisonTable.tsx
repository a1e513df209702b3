// The article's table: a line for each measurement, left out of what it was read with.
import type { ErrorBlock } from '../../../../src/measurement/error-metrics.ts';
import {
  LEAST_TARGETS,
  type FitBasis,
  type ReadingComparison,
} from '../../../../src/measurement/compare-readings.ts';
import type { MeasurementRow } from '../../../../src/storage/database.ts';
import { formatDate } from '../../../../src/ui/format-date.ts';
import { formatCount } from '../../../../src/ui/format-size.ts';

type Props = { rows: readonly ReadingComparison[]; measurements: readonly MeasurementRow[] };

const READINGS = ['baseline', 'window', 'personal'] as const;

export function ComparisonTable({ rows, measurements }: Props) {
  const leftOut = measurements.length - rows.length;
  const tooFew = `fewer than ${LEAST_TARGETS} of their photos show open eyes`;
  if (rows.length === 0) {
    return <p class="small">There is nothing to compare: {tooFew}.</p>;
  }
  const date = new Map(measurements.map(({ id, createdAt }) => [id, formatDate(createdAt)]));
  return (
    <>
      <div class="table-room">
        <table class="comparison numbers">
          <thead>
            <tr>
              <th scope="col">Measurement left out</th>
              <th scope="col">
                Baseline
                <span class="comparison__what">knows nobody</span>
              </th>
              <th scope="col">
                Window
                <span class="comparison__what">beside its own frames</span>
              </th>
              <th scope="col">
                Personal readout
                <span class="comparison__what">and known targets</span>
              </th>
              <th scope="col">
                “The centre”
                <span class="comparison__what">always said</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id} data-testid="comparison-row" data-id={row.id}>
                <th scope="row">
                  {date.get(row.id)}
                  <span class="comparison__what">{formatCount(row.frames, 'photo')}</span>
                </th>
                {READINGS.map((reading) => (
                  <td key={reading} data-reading={reading}>
                    <Figure block={row[reading]} />
                    {reading === 'personal' && (
                      <span class="comparison__what">{describeBasis(row.basis, row.helped)}</span>
                    )}
                  </td>
                ))}
                <td>{percent(row.baseline.centreErrorPct)}</td>
              </tr>
            ))}
          </tbody>
          {rows.length > 1 && (
            <tfoot>
              <tr>
                <th scope="row">Mean</th>
                {READINGS.map((reading) => (
                  <td key={reading}>{percent(average(rows.map((row) => row[reading].errorPct)))}</td>
                ))}
                <td>{percent(average(rows.map(({ baseline }) => baseline.centreErrorPct)))}</td>
              </tr>
            </tfoot>
          )}
        </table>
      </div>
      <p class="soft small">
        Mean distance from the dot, in % of the screen’s width and height.
        {leftOut > 0 && ` ${formatCount(leftOut, 'measurement')} left out: ${tooFew}.`}
      </p>
    </>
  );
}

function Figure({ block: { errorPct, errorCm, errorDeg } }: { block: ErrorBlock }) {
  const physical = [
    ...(errorCm === null ? [] : [`${errorCm.toFixed(1)} cm`]),
    ...(errorDeg === null ? [] : [`${errorDeg.toFixed(1)}°`]),
  ];
  return (
    <>
      {percent(errorPct)}
      {physical.length > 0 && <span class="comparison__what">{physical.join(' · ')}</span>}
    </>
  );
}

function describeBasis(basis: FitBasis, helped: boolean): string {
  if (!helped) return 'targets told nothing that helps';
  return basis.kind === 'half'
    ? `every second photo told, ${basis.targets} targets`
    : `${basis.targets} targets of ${basis.measurements === 1 ? 'the other one' : `${basis.measurements} others`}`;
}

function percent(value: number): string {
  return `${value.toFixed(1)} %`;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
