/** How the tasks went, one beside the other and each by itself. */
import type { StudyTask } from '../../../src/study/definition.ts';
import type { AreaRow, SizeRow } from '../../../src/study/report/rows.ts';
import { summarizeTasks, type TaskSummary } from '../../../src/study/report/summarize-tasks.ts';
import { dataTable } from '../data-table.ts';
import { html, type Html } from '../html.ts';
import { plotIntervals } from '../plots/plot-intervals.ts';
import type { ReportInput } from '../report-input.ts';
import { number, seconds, secondsInterval, shareWithInterval, toSeconds } from '../words.ts';
import { heatFigure } from './heat-figure.ts';
import { longestLooksTable } from './longest-looks.ts';
import { describeQuestion } from './questions.ts';

export function tasksSection(input: ReportInput): Html {
  const { study, collected, say } = input;
  const titles = new Map(study.tasks.map(({ id, title }, i) => [id, `${i + 1}. ${say(title)}`]));
  const summaries = summarizeTasks(
    study.tasks.map(({ id }) => id),
    collected.tasks,
  );
  const title = ({ task }: { task: string }) => titles.get(task)!;
  return html`<section class="card" aria-labelledby="tasks">
      <h2 id="tasks">Tasks</h2>
      ${plotIntervals({
        title: 'Success',
        note: 'of those who began the task; bars are 95 % intervals (Wilson)',
        label: '% who managed it',
        domain: [0, 100],
        rows: summaries.map((row) => ({
          name: title(row),
          value: row.success?.pct ?? null,
          low: row.success?.ciLowPct ?? null,
          high: row.success?.ciHighPct ?? null,
        })),
      })}
      ${plotIntervals({
        title: 'Time on task',
        note: 'of those who managed it; geometric mean and 95 % interval, a faint dot is a participant',
        label: 'Seconds',
        rows: summaries.map((row) => ({
          name: title(row),
          value: toSeconds(row.time?.geometricMeanMs),
          low: toSeconds(row.time?.ciLowMs),
          high: toSeconds(row.time?.ciHighMs),
        })),
        dots: summaries.flatMap((row) =>
          row.rows
            .filter(({ outcome }) => outcome === 'success')
            .map(({ durationMs }) => ({ name: title(row), value: durationMs / 1000 })),
        ),
      })}
      ${dataTable<TaskSummary>({
        caption: 'Success and time of each task',
        file: 'tasks',
        rows: summaries,
        columns: [
          { name: 'Task', show: title, csv: { task: ({ task }) => task } },
          { name: 'n', align: 'right', show: ({ n }) => String(n), csv: { participants: ({ n }) => n } },
          {
            name: 'Success [95 % CI]',
            align: 'right',
            show: ({ success }) => shareWithInterval(success),
            csv: {
              successPct: ({ success }) => success?.pct,
              successCiLowPct: ({ success }) => success?.ciLowPct,
              successCiHighPct: ({ success }) => success?.ciHighPct,
            },
          },
          outcomeColumn('Timed out', 'timed-out', 'timedOut'),
          outcomeColumn('Gave up', 'gave-up', 'gaveUp'),
          outcomeColumn('Interrupted', 'interrupted', 'interrupted'),
          {
            name: 'Time, s [95 % CI]',
            align: 'right',
            show: ({ time }) => secondsInterval(time?.geometricMeanMs, time?.ciLowMs, time?.ciHighMs),
            csv: {
              timeN: ({ time }) => time?.n,
              timeGeometricMeanMs: ({ time }) => time?.geometricMeanMs,
              timeCiLowMs: ({ time }) => time?.ciLowMs,
              timeCiHighMs: ({ time }) => time?.ciHighMs,
            },
          },
          {
            name: 'Median, s',
            align: 'right',
            show: ({ time }) => seconds(time?.medianMs),
            csv: { timeMedianMs: ({ time }) => time?.medianMs },
          },
        ],
      })}
    </section>
    ${study.tasks.map((task, index) => taskSection(input, task, summaries[index]!, titles.get(task.id)!))}`;
}

function outcomeColumn(name: string, key: keyof TaskSummary['outcomes'], csv: string) {
  const read = ({ outcomes }: TaskSummary) => outcomes[key];
  return {
    name,
    align: 'right' as const,
    show: (row: TaskSummary) => String(read(row)),
    csv: { [csv]: read },
  };
}

const ON_PAGES = {
  ground: 'pages',
  nobody: 'No page with an area of interest was before anybody.',
  exposed: 'a page with the area',
  it: 'such a page',
};
const ON_PICTURES: typeof ON_PAGES = {
  ground: 'the picture',
  nobody: 'The picture was before nobody.',
  exposed: 'the picture',
  it: 'it',
};

function taskSection(input: ReportInput, task: StudyTask, summary: TaskSummary, title: string): Html {
  const { collected, heats, say } = input;
  const areas = collected.areas.filter((row) => row.task === task.id);
  const own = heats.filter((heat) => heat.task === task.id);
  const { success, time, n } = summary;
  const alt = 'picture' in task.start ? say(task.start.picture.alt) : '';
  const words = 'picture' in task.start ? ON_PICTURES : ON_PAGES;
  return html`<section class="card task" aria-labelledby="task-${task.id}">
    <h2 id="task-${task.id}">${title}</h2>
    <blockquote>${say(task.instructions)}</blockquote>
    <p>
      ${n === 0 ? 'Nobody began this task.' : html`<b>${success!.count} of ${n}</b> managed it (${shareWithInterval(success)})${time !== null && html`, in <b>${seconds(time.geometricMeanMs)} s</b> (geometric mean)`}.`}
      ${describeEnd(task)}
    </p>
    ${own.map((heat) => heatFigure(heat, alt))}
    ${own.length === 0 && n > 0 && html`<p class="soft">There is no heatmap: no fixations on ${words.ground} came along.</p>`}
    ${task.aois.length > 0 && (areas.length > 0 ? areaTables(task, areas, collected.sizes) : html`<p class="soft">${words.nobody}</p>`)}
    ${task.aois.length > 0 && areas.length > 0 && longestLooksTable(task, collected)}
    ${task.questions.map((question) =>
      describeQuestion(
        input,
        question,
        collected.answers.filter((row) => row.task === task.id && row.question === question.id),
        `${task.id}-${question.id}`,
      ),
    )}
  </section>`;
}

function describeEnd({ success, timeLimitS }: StudyTask): string {
  const ends = {
    done: 'The participants said themselves that they were done',
    time: 'It ended by itself',
    url: 'It ended well when an address was reached',
    click: 'It ended well when an element was clicked',
  }[success.kind];
  return `${ends}${timeLimitS === undefined ? '' : `; after ${number(timeLimitS, 0)} s it was over`}.`;
}

type AreaSummary = { aoi: string; name: string; measures: Map<string, AreaRow>; size: SizeRow | undefined };

function areaTables(task: StudyTask, rows: readonly AreaRow[], sizes: readonly SizeRow[]): Html {
  const words = 'picture' in task.start ? ON_PICTURES : ON_PAGES;
  const summaries = task.aois
    .map(({ id, name }): AreaSummary => ({
      aoi: id,
      name,
      measures: new Map(rows.filter(({ aoi }) => aoi === id).map((row) => [row.measure, row])),
      size: sizes.find((size) => size.task === task.id && size.aoi === id),
    }))
    .filter(({ measures }) => measures.size > 0);
  const of = (measure: string) => (row: AreaSummary) => row.measures.get(measure);
  const column = (name: string, measure: string, show: (row: AreaRow | undefined) => string) => ({
    name,
    align: 'right' as const,
    show: (row: AreaSummary) => show(of(measure)(row)),
    csv: {
      [`${measure}N`]: (row: AreaSummary) => of(measure)(row)?.n,
      [`${measure}Mean`]: (row: AreaSummary) => of(measure)(row)?.mean,
      [`${measure}Sd`]: (row: AreaSummary) => of(measure)(row)?.sd,
      [`${measure}CiLow`]: (row: AreaSummary) => of(measure)(row)?.ciLow,
      [`${measure}CiHigh`]: (row: AreaSummary) => of(measure)(row)?.ciHigh,
    },
  });
  const plain = (decimals: number) => (row: AreaRow | undefined) =>
    row === undefined
      ? '–'
      : `${number(row.mean, decimals)}${row.ciLow === null ? '' : ` [${number(row.ciLow, decimals)}, ${number(row.ciHigh, decimals)}]`}`;
  const small = summaries.filter(({ size }) => size !== undefined && size.tooSmall > size.known / 2);
  return html`<h3>Areas of interest</h3>
    ${plotIntervals({
      title: 'Dwell on areas',
      note: 'mean time of fixations; bars are 95 % intervals (Student’s t)',
      label: 'Seconds',
      rows: summaries.map((row) => {
        const dwell = of('fixationDwellMs')(row);
        return {
          name: row.name,
          value: toSeconds(dwell?.mean),
          low: toSeconds(dwell?.ciLow),
          high: toSeconds(dwell?.ciHigh),
        };
      }),
    })}
    ${dataTable<AreaSummary>({
      caption: 'Gaze on areas of interest: mean [95 % CI]',
      file: `areas-${task.id}`,
      rows: summaries,
      columns: [
        {
          name: 'Area',
          show: (row) =>
            html`${row.name}${small.includes(row) && html` <span class="mark" title="Narrower than twice the accuracy">small</span>`}`,
          csv: { aoi: ({ aoi }) => aoi, name: ({ name }) => name },
        },
        {
          name: 'n',
          align: 'right',
          show: (row) => String(of('lookedPct')(row)?.n ?? 0),
          csv: { participants: (row) => of('lookedPct')(row)?.n },
        },
        column('Looked, %', 'lookedPct', plain(0)),
        column('Dwell, s', 'fixationDwellMs', (row) => secondsInterval(row?.mean, row?.ciLow, row?.ciHigh)),
        column('Share of time, %', 'shareOfTimePct', plain(1)),
        column('First look, s', 'timeToFirstFixationMs', (row) =>
          secondsInterval(row?.mean, row?.ciLow, row?.ciHigh),
        ),
        column('Visits', 'visits', plain(1)),
      ],
    })}
    ${small.length > 0 && html`<p class="soft small"><span class="mark">small</span> Narrower than twice the accuracy for most participants: gaze on it falls beside it as often as not, so its numbers mean little.</p>`}
    <p class="soft small">
      n: those who had ${words.exposed} before them. First look: of those who looked, counted from when
      ${words.it} first came up.
    </p>`;
}
