/** A table of the report, which can be saved as CSV from the page itself. */
import { writeCsv } from '../../src/session/export/csv.ts';
import { createTable, type Cell } from '../../src/session/export/table.ts';
import { html, type Html } from './html.ts';

export type DataColumn<Row> = {
  name: string;
  /** Numbers stand at the right. */
  align?: 'right';
  show: (row: Row) => string | Html;
  /** What the CSV has of it, by the name of its column; a shown column may be several there. */
  csv?: Record<string, (row: Row) => Cell | undefined>;
};

export type DataTableOptions<Row> = {
  /** Above it, and the CSV's name in words. */
  caption: string;
  file: string;
  rows: readonly Row[];
  columns: readonly DataColumn<Row>[];
};

export function dataTable<Row>({ caption, file, rows, columns }: DataTableOptions<Row>): Html {
  return html`<div class="table" role="group" tabindex="0" aria-label="${caption}">
      <table>
        <caption>
          ${caption}
        </caption>
        <thead>
          <tr>
            ${columns.map(({ name, align }) => html`<th scope="col" class="${align ?? ''}">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${columns.map(({ show, align }, index) =>
                  index === 0
                    ? html`<th scope="row">${show(row)}</th>`
                    : html`<td class="${align ?? ''}">${show(row)}</td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${saveLink(caption, file, rows, columns)}`;
}

/** The file lies in the link itself: nothing is fetched. */
function saveLink<Row>(
  caption: string,
  file: string,
  rows: readonly Row[],
  columns: readonly DataColumn<Row>[],
): Html {
  const named = columns.flatMap(({ csv }) => Object.entries(csv ?? {}));
  if (named.length === 0 || rows.length === 0) return html``;
  const table = createTable<Row>(
    { name: file, description: caption },
    rows,
    named.map(([name, read]) => ({ name, type: 'number', unit: '', decimals: 6, description: name, read })),
  );
  const content = Buffer.from([...writeCsv(table)].join(''), 'utf8').toString('base64');
  return html`<p class="save small">
    <a download="${file}.csv" href="data:text/csv;charset=utf-8;base64,${content}"
      >Save as CSV<span class="unseen">: ${caption}</span></a
    >
  </p>`;
}
