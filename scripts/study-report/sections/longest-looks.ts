/** Which area of a task each participant looked at longest. */
import type { StudyTask } from '../../../src/study/definition.ts';
import { findLongestLooks, type LongestLook } from '../../../src/study/report/longest-looks.ts';
import { dataTable } from '../data-table.ts';
import { html, type Html } from '../html.ts';
import type { Collected } from '../read-collected.ts';
import { number, seconds } from '../words.ts';

/** The table of more rows is folded on the screen. */
const MOST_OPEN = 12;

export function longestLooksTable(task: StudyTask, { tasks, looks }: Collected): Html {
  const rows = findLongestLooks(task, tasks, looks);
  if (rows.length === 0) return html``;
  const none = 'picture' in task.start ? 'The picture was not before them' : 'No area was before them';
  const table = dataTable<LongestLook>({
    caption: 'The area that each participant looked at longest',
    file: `longest-looks-${task.id}`,
    rows,
    columns: [
      {
        name: 'Participant',
        show: ({ participant }) => participant,
        csv: { participant: ({ participant }) => participant },
      },
      {
        name: 'Area',
        show: (look) => describeLook(look, none),
        csv: { verdict: ({ verdict }) => verdict, aoi: ({ aoi }) => aoi, aoiName: ({ aoiName }) => aoiName },
      },
      {
        name: 'Dwell, s',
        align: 'right',
        show: ({ fixationDwellMs }) => seconds(fixationDwellMs),
        csv: { fixationDwellMs: ({ fixationDwellMs }) => fixationDwellMs },
      },
      {
        name: 'Share of time, %',
        align: 'right',
        show: ({ shareOfTimePct }) => number(shareOfTimePct),
        csv: { shareOfTimePct: ({ shareOfTimePct }) => shareOfTimePct },
      },
    ],
  });
  if (rows.length <= MOST_OPEN) return table;
  return html`<details>
    <summary>The area that each participant looked at longest (${rows.length})</summary>
    ${table}
  </details>`;
}

function describeLook({ verdict, aoiName }: LongestLook, notShown: string): string | Html {
  switch (verdict) {
    case 'longest':
      return aoiName!;
    case 'equally-long':
      return html`${aoiName} <span class="mark">equally long</span>`;
    case 'none':
      return 'None: no fixation was on any of them';
    case 'not-shown':
      return notShown;
    case 'no-gaze':
      return 'Not known: no gaze on areas came along';
  }
}
