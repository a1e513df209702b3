// The metrics of areas in one session: a table that sorts, warnings, and a picture of the dwell.
import { useState } from 'preact/hooks';
import type { Aoi } from '../../../src/session/aois.ts';
import type { Session } from '../../../src/session/session-data.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { DwellChart } from './DwellChart.tsx';
import { METRIC_COLUMNS, sortRows, type MetricKey, type Sorting } from './metric-columns.ts';
import type { MeasureResult } from './use-measures.ts';

type Props = { aois: readonly Aoi[]; measures: MeasureResult; session: Session };

export function Metrics({ aois, measures, session }: Props) {
  const [sorting, setSorting] = useState<Sorting>({ key: 'firstFixationOrder', down: false });
  const { metrics, sizes, working, problem } = measures;
  if (aois.length === 0) return null;
  const rows = aois.flatMap((aoi) => {
    const own = metrics.find((one) => one.aoi === aoi.id);
    return own ? [{ aoi, metrics: own }] : [];
  });
  const small = aois.filter((aoi) =>
    sizes.some((size) => size.aoi === aoi.id && size.verdict === 'too-small'),
  );
  const sort = (key: MetricKey): void =>
    setSorting({ key, down: sorting.key === key ? !sorting.down : key !== 'firstFixationOrder' });
  return (
    <section class="stack stack--tight" aria-label="Metrics of the areas" aria-busy={working}>
      {problem !== '' && <Notice kind="problem">{problem}</Notice>}
      {small.length > 0 && (
        <Notice kind="hint">
          <p data-testid="too-small">
            <strong>{small.map(({ name }) => name).join(', ')}</strong> {small.length === 1 ? 'is' : 'are'}{' '}
            smaller than twice this session’s accuracy ({session.info.accuracy?.errorPct.toFixed(1)} % of the
            screen): gaze on {small.length === 1 ? 'it' : 'them'} cannot be told from gaze beside.
          </p>
        </Notice>
      )}
      {!session.info.accuracy && (
        <p class="soft small">
          Accuracy was not checked in this session, so nobody knows how large an area must be.{' '}
          <a href="/options.html#accuracy">Check it under Options → Accuracy</a> before the next one.
        </p>
      )}
      <div class="table-room card card--flat" role="region" aria-label="Table of metrics" tabIndex={0}>
        <table class="table table--metrics numbers" data-testid="metrics">
          <thead>
            <tr>
              <th scope="col">Area</th>
              {METRIC_COLUMNS.map(({ key, name, title }) => (
                <th
                  key={key}
                  scope="col"
                  class="table__number"
                  aria-sort={sorting.key === key ? (sorting.down ? 'descending' : 'ascending') : undefined}
                >
                  <button type="button" class="table__sort" title={title} onClick={() => sort(key)}>
                    {name}
                    <span aria-hidden="true">{sorting.key === key ? (sorting.down ? ' ↓' : ' ↑') : ''}</span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sortRows(rows, sorting).map(({ aoi, metrics: own }) => (
              <tr key={aoi.id} data-testid="metrics-row" data-area={aoi.name}>
                <th scope="row">
                  <span class="area-item__swatch" style={{ background: aoi.colour }} /> {aoi.name}
                </th>
                {METRIC_COLUMNS.map(({ key, format }) => (
                  <td key={key} class="table__number" data-key={key}>
                    {format(own[key])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <DwellChart rows={rows} />
    </section>
  );
}
