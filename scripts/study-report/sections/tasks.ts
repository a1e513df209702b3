/** How the tasks went, one beside the other and each by itself. */
import { DEFAULT_PAINT } from '../../../src/heatmap/paint-page.ts';
import { paletteHex } from '../../../src/heatmap/palettes.ts';
import type { StudyTask } from '../../../src/study/definition.ts';
import type { AreaRow, SizeRow } from '../../../src/study/report/rows.ts';
import { summarizeTasks, type TaskSummary } from '../../../src/study/report/summarize-tasks.ts';
import { describeUrl } from '../../../src/session/session-pages.ts';
import { dataTable } from '../data-table.ts';
import type { GroupHeat } from '../group-heat.ts';
import { html, type Html } from '../html.ts';
import { plotIntervals } from '../plots/plot-intervals.ts';
import type { ReportInput } from '../report-input.ts';
import { number, plural, seconds, secondsInterval, shareWithInterval, toSeconds } from '../words.ts';
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

function taskSection(input: ReportInput, task: StudyTask, summary: TaskSummary, title: string): Html {
  const { collected, heats, say } = input;
  const areas = collected.areas.filter((row) => row.task === task.id);
  const own = heats.filter((heat) => heat.task === task.id);
  const { success, time, n } = summary;
  return html`<section class="card task" aria-labelledby="task-${task.id}">
    <h2 id="task-${task.id}">${title}</h2>
    <blockquote>${say(task.instructions)}</blockquote>
    <p>
      ${n === 0 ? 'Nobody began this task.' : html`<b>${success!.count} of ${n}</b> managed it (${shareWithInterval(success)})${time !== null && html`, in <b>${seconds(time.geometricMeanMs)} s</b> (geometric mean)`}.`}
      ${describeEnd(task)}
    </p>
    ${own.map(heatFigure)}
    ${own.length === 0 && n > 0 && html`<p class="soft">There is no heatmap: no fixations on pages came along.</p>`}
    ${task.aois.length > 0 && (areas.length > 0 ? areaTables(task, areas, collected.sizes) : html`<p class="soft">No page with an area of interest was before anybody.</p>`)}
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

const SCALE = [0, 0.25, 0.5, 0.75, 1].map((heat) => paletteHex(DEFAULT_PAINT.palette, heat)).join(', ');

function toAddress(picture: Buffer): string {
  return `data:image/webp;base64,${picture.toString('base64')}`;
}

function heatFigure(heat: GroupHeat): Html {
  const { size, page, picture, background, overlay, caption, otherLayouts, participants } = heat;
  const boxes = (picture?.areas ?? []).flatMap(({ name, boxes: own }) =>
    own.slice(0, 30).map((box, index) => ({ name: index === 0 ? name : '', box })),
  );
  const left =
    otherLayouts > 0
      ? ` ${plural(otherLayouts, 'participant')} whose window laid the page out otherwise ${otherLayouts === 1 ? 'is' : 'are'} not in it.`
      : '';
  return html`<figure class="heat">
    <figcaption>
      <b>Where ${plural(participants, 'participant')} looked</b> on <code>${describeUrl(page)}</code>
    </figcaption>
    <svg
      class="heat__page"
      viewBox="0 0 ${size.widthPx} ${size.heightPx}"
      role="img"
      aria-label="Heatmap of ${describeUrl(page)}: ${caption}"
    >
      <rect width="100%" height="100%" fill="#ffffff" />
      ${background ? html`<image width="${size.widthPx}" height="${size.heightPx}" preserveAspectRatio="none" href="${toAddress(background)}" />` : outline(size)}
      <image
        width="${size.widthPx}"
        height="${size.heightPx}"
        preserveAspectRatio="none"
        href="${toAddress(overlay)}"
      />
      ${boxes.map(({ name, box }) => areaBox(name, box, size.widthPx / 900))}
    </svg>
    <p class="heat__scale soft small">
      <span>not looked at</span><i style="background: linear-gradient(to right, ${SCALE})"></i
      ><span>looked at longest</span>
    </p>
    <p class="soft small">
      ${caption}.${left}
      ${background ? 'The picture is of one participant’s window; what they did not see is white.' : 'No pictures of pages came along: the frame is the page’s outline, as far as it was looked at.'}
    </p>
  </figure>`;
}

function areaBox(
  name: string,
  box: { xDocumentPx: number; yDocumentPx: number; widthPx: number; heightPx: number },
  unit: number,
): Html {
  const { xDocumentPx: x, yDocumentPx: y, widthPx, heightPx } = box;
  const width = Math.round(name.length * 7.4 * unit + 10 * unit);
  return html`<rect
      x="${x}"
      y="${y}"
      width="${widthPx}"
      height="${heightPx}"
      fill="none"
      stroke="#ffffff"
      stroke-width="${3 * unit}"
    />
    <rect
      x="${x}"
      y="${y}"
      width="${widthPx}"
      height="${heightPx}"
      fill="none"
      stroke="#14212b"
      stroke-width="${1.2 * unit}"
      stroke-dasharray="${4 * unit} ${3 * unit}"
    />
    ${name !== '' && html`<rect x="${x}" y="${y}" width="${width}" height="${19 * unit}" fill="#14212b" /><text x="${x + 5 * unit}" y="${y + 14 * unit}" font-size="${12.5 * unit}" font-family="sans-serif" fill="#ffffff">${name}</text>`}`;
}

/** Lines every 200 px, to tell how far down something is. */
function outline({ widthPx, heightPx }: GroupHeat['size']): Html {
  const lines = Array.from({ length: Math.floor(heightPx / 200) }, (_, i) => (i + 1) * 200);
  return html`${lines.map((y) => html`<line x1="0" x2="${widthPx}" y1="${y}" y2="${y}" stroke="#dde3e7" stroke-width="1" />`)}
    <rect x="0.5" y="0.5" width="${widthPx - 1}" height="${heightPx - 1}" fill="none" stroke="#7d8b96" />`;
}

type AreaSummary = { aoi: string; name: string; measures: Map<string, AreaRow>; size: SizeRow | undefined };

function areaTables(task: StudyTask, rows: readonly AreaRow[], sizes: readonly SizeRow[]): Html {
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
      n: those who had a page with the area before them. First look: of those who looked, counted from when
      such a page first came up.
    </p>`;
}
