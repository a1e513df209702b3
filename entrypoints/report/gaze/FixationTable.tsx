// The fixations of the gaze plot in a table, for those who do not see it and those who want the numbers.
import { useState } from 'preact/hooks';
import type { Session } from '../../../src/session/session-data.ts';
import type { PageFixation } from '../../../src/session/session-pages.ts';
import { formatMoment } from '../../../src/ui/format-duration.ts';
import { Button } from '../../../src/ui/Button.tsx';

const FIRST_ROWS = 50;

export function FixationTable({
  fixations,
  session,
}: {
  fixations: readonly PageFixation[];
  session: Session;
}) {
  const [all, setAll] = useState(false);
  const rows = all ? fixations : fixations.slice(0, FIRST_ROWS);
  return (
    <details class="fold fold--card">
      <summary>Table of the fixations</summary>
      <div class="table-room table-room--tall" role="region" aria-label="Table of the fixations" tabIndex={0}>
        <table class="table numbers">
          <thead>
            <tr>
              <th scope="col">No.</th>
              <th scope="col" class="table__number">
                Begin
              </th>
              <th scope="col" class="table__number">
                Duration, ms
              </th>
              <th scope="col" class="table__number">
                x, px
              </th>
              <th scope="col" class="table__number">
                y, px
              </th>
              <th scope="col">On</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((fixation) => (
              <tr key={fixation.index}>
                <th scope="row">{fixation.number}</th>
                <td class="table__number">{formatMoment(fixation.startMs)}</td>
                <td class="table__number">{Math.round(fixation.durationMs)}</td>
                <td class="table__number">{Math.round(fixation.xDocumentPx)}</td>
                <td class="table__number">{Math.round(fixation.yDocumentPx)}</td>
                <td>
                  <code class="selector">{session.elements[fixation.element]?.selector ?? ''}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length < fixations.length && (
        <Button onClick={() => setAll(true)}>All {fixations.length.toLocaleString()}</Button>
      )}
    </details>
  );
}
