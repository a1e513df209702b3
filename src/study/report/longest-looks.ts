// Of a task's areas of interest, the one that each participant looked at longest.
import { createTable, type Cell, type ColumnOf, type Table } from '../../session/export/table.ts';
import type { StudyTask } from '../definition.ts';
import type { LookRow, TaskRow } from './rows.ts';

/** Dwells that differ by less are as long as each other: no webcam times gaze more closely. */
const SAME_MS = 1;

/** One for a participant and task; areas that were looked at equally long have one each. */
export type LongestLook = {
  participant: string;
  task: string;
  /**
   * `none`: areas were before the participant, and no fixation was on them. `not-shown`: no area was before them. `no-gaze`:
   * nothing of their gaze on areas came along.
   */
  verdict: 'longest' | 'equally-long' | 'none' | 'not-shown' | 'no-gaze';
  /** All null where there is none. */
  aoi: string | null;
  aoiName: string | null;
  fixationDwellMs: number | null;
  shareOfTimePct: number | null;
};

/**
 * Of everybody who began the task, in their order; nothing of a task without areas.
 * @param tasks rows of all tasks, as `looks` are
 */
export function findLongestLooks(
  { id, aois }: Pick<StudyTask, 'id' | 'aois'>,
  tasks: readonly TaskRow[],
  looks: readonly LookRow[],
): LongestLook[] {
  if (aois.length === 0) return [];
  const places = new Map(aois.map((area, index) => [area.id, index]));
  const own = new Map<string, LookRow[]>();
  for (const look of looks.filter(({ task }) => task === id)) {
    own.set(look.participant, [...(own.get(look.participant) ?? []), look]);
  }
  return tasks
    .filter(({ task }) => task === id)
    .flatMap(({ participant }) => {
      const rows = (own.get(participant) ?? []).toSorted((a, b) => places.get(a.aoi)! - places.get(b.aoi)!);
      return chooseLongest({ participant, task: id }, rows);
    });
}

function chooseLongest(
  owner: Pick<LongestLook, 'participant' | 'task'>,
  rows: readonly LookRow[],
): LongestLook[] {
  const without = (verdict: LongestLook['verdict']): LongestLook[] => [
    { ...owner, verdict, aoi: null, aoiName: null, fixationDwellMs: null, shareOfTimePct: null },
  ];
  if (rows.length === 0) return without('no-gaze');
  const shown = rows.filter(({ exposureMs }) => exposureMs > 0);
  if (shown.length === 0) return without('not-shown');
  const mostMs = Math.max(...shown.map(({ fixationDwellMs }) => fixationDwellMs));
  if (mostMs === 0) return without('none');
  const longest = shown.filter(({ fixationDwellMs }) => mostMs - fixationDwellMs < SAME_MS);
  const verdict = longest.length > 1 ? 'equally-long' : 'longest';
  return longest.map(({ participant, task, aoi, aoiName, fixationDwellMs, shareOfTimePct }) => {
    return { participant, task, verdict, aoi, aoiName, fixationDwellMs, shareOfTimePct };
  });
}

const COLUMNS: ColumnOf<LongestLook>[] = [
  text('participant', 'Their code.', ({ participant }) => participant),
  text('task', 'Id of the task.', ({ task }) => task),
  text(
    'verdict',
    '“longest”; “equally-long”: as long as the areas of the rows beside it; “none”: no fixation was on any area; “not-shown”: no area was before them; “no-gaze”: nothing of their gaze on areas came along.',
    ({ verdict }) => verdict,
  ),
  text('aoi', 'Id of the area; empty: none.', ({ aoi }) => aoi),
  text('aoiName', 'Its name.', ({ aoiName }) => aoiName),
  {
    name: 'fixationDwellMs',
    type: 'number',
    unit: 'ms',
    decimals: 3,
    description: 'All time of fixations on it.',
    read: ({ fixationDwellMs }) => fixationDwellMs,
  },
  {
    name: 'shareOfTimePct',
    type: 'number',
    unit: '%',
    decimals: 3,
    description: 'Time of samples on it, of all time with a gaze while a page with the area was in front.',
    read: ({ shareOfTimePct }) => shareOfTimePct,
  },
];

function text(name: string, description: string, read: (look: LongestLook) => Cell): ColumnOf<LongestLook> {
  return { name, type: 'text', unit: '', description, read };
}

export function createLongestLooksTable(looks: readonly LongestLook[]): Table {
  const description = 'The area that each participant looked at longest in each task.';
  return createTable({ name: 'longest-looks', description }, looks, COLUMNS);
}
