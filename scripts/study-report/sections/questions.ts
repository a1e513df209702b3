/** What participants were asked, and what they said. */
import type { StudyQuestion } from '../../../src/study/definition.ts';
import type { AnswerRow } from '../../../src/study/report/rows.ts';
import {
  summarizeQuestion,
  type ItemMean,
  type QuestionSummary,
} from '../../../src/study/report/summarize-answers.ts';
import { dataTable } from '../data-table.ts';
import { html, type Html } from '../html.ts';
import { plotBars } from '../plots/plot-bars.ts';
import { plotIntervals } from '../plots/plot-intervals.ts';
import type { ReportInput } from '../report-input.ts';
import { meanWithInterval, number, plural } from '../words.ts';

/** About the mean of some 500 studies. @see Sauro, A Practical Guide to the System Usability Scale (2011) */
const SUS_AVERAGE = 68;

/** Those before and after all tasks; those after a task are the task's. */
export function questionsSection(input: ReportInput): Html {
  const { study, collected } = input;
  const { before, after } = study.questions;
  if (before.length + after.length === 0) return html``;
  const describe = (question: StudyQuestion) =>
    describeQuestion(
      input,
      question,
      collected.answers.filter((row) => row.task === null && row.question === question.id),
      question.id,
    );
  return html`<section class="card" aria-labelledby="questions">
    <h2 id="questions">Questionnaires</h2>
    ${after.map(describe)} ${before.map(describe)}
  </section>`;
}

/** @param file names its CSV */
export function describeQuestion(
  input: ReportInput,
  question: StudyQuestion,
  rows: readonly AnswerRow[],
  file: string,
): Html {
  const summary = summarizeQuestion(question, rows);
  const { asked, answered } = summary;
  return html`<div class="question">
    <h3>${input.say(question.prompt) || question.id}</h3>
    <p class="soft small">${KINDS[question.kind]} · answered by ${answered} of ${asked} who were asked</p>
    ${answered === 0 ? null : describeAnswers(input, summary, file)}
  </div>`;
}

const KINDS: Record<StudyQuestion['kind'], string> = {
  single: 'One choice',
  multiple: 'Several choices',
  likert: 'A scale',
  sus: 'System Usability Scale (Brooke, 1996)',
  'nasa-tlx': 'NASA Task Load Index, raw (Hart & Staveland, 1988; Hart, 2006)',
  text: 'In their own words',
};

function describeAnswers(input: ReportInput, summary: QuestionSummary, file: string): Html {
  const { question } = summary;
  switch (summary.kind) {
    case 'choices': {
      const labels = new Map(
        'options' in question ? question.options.map(({ id, label }) => [id, input.say(label)]) : [],
      );
      return plotBars(
        'Answers',
        'Participants',
        summary.choices.map(({ id, share }) => ({
          name: labels.get(id) ?? id,
          count: share?.count ?? 0,
          label: share ? `${share.count} (${number(share.pct, 0)} %)` : '0',
        })),
        question.kind === 'multiple'
          ? 'shares are of those who answered; they may sum up to more than all'
          : undefined,
      );
    }
    case 'scale': {
      const ends =
        question.kind === 'likert' ? [input.say(question.lowLabel), input.say(question.highLabel)] : ['', ''];
      const last = summary.counts.length;
      const all = summary.counts.reduce((sum, count) => sum + count, 0);
      return html`<p>
          Mean <b>${meanWithInterval(summary.estimate)}</b> of 1 to ${last}, SD
          ${number(summary.estimate?.sd)}.
        </p>
        ${plotBars(
          'Answers',
          'Participants',
          summary.counts.map((count, i) => ({
            name: `${i + 1}${i === 0 ? ` ${ends[0]}` : i === last - 1 ? ` ${ends[1]}` : ''}`,
            count,
            label: `${count} (${number((100 * count) / Math.max(1, all), 0)} %)`,
          })),
        )}`;
    }
    case 'score':
      return describeScore(summary, file);
    case 'texts':
      return html`<ul class="quotes">
        ${summary.texts.map(({ participant, text }) => html`<li><q>${text}</q> <span class="soft small">${participant}</span></li>`)}
      </ul>`;
  }
}

function describeScore(summary: Extract<QuestionSummary, { kind: 'score' }>, file: string): Html {
  const isSus = summary.question.kind === 'sus';
  const { estimate, scores, items } = summary;
  const name = isSus ? 'SUS score' : 'Raw TLX';
  return html`<p class="score">
      <b class="score__value">${number(estimate?.mean)}</b>
      <span
        >${name} of 100 · 95 % CI ${number(estimate?.ciLow)} to ${number(estimate?.ciHigh)} · SD
        ${number(estimate?.sd)} · n =
        ${estimate?.n ?? 0}${isSus && html`<br /><span class="soft">${compareWithAverage(estimate)}</span>`}${!isSus && html`<br /><span class="soft">100 is the heaviest load.</span>`}</span
      >
    </p>
    ${plotIntervals({
      title: name,
      note: `mean and 95 % interval (Student’s t); a faint dot is a participant${isSus ? `, the dashed line the average of ${SUS_AVERAGE}` : ''}`,
      label: 'Score',
      domain: [0, 100],
      rows: [
        { name, value: estimate?.mean ?? null, low: estimate?.ciLow ?? null, high: estimate?.ciHigh ?? null },
      ],
      dots: scores.map((value) => ({ name, value })),
      references: isSus ? [SUS_AVERAGE] : [],
    })}
    ${dataTable<ItemMean>({
      caption: isSus
        ? 'Means of the ten statements, 1 (strongly disagree) to 5 (strongly agree)'
        : 'Means of the six scales, 0 to 100',
      file,
      rows: items,
      columns: [
        { name: isSus ? 'Statement' : 'Scale', show: ({ item }) => item, csv: { item: ({ item }) => item } },
        {
          name: 'Mean [95 % CI]',
          align: 'right',
          show: (row) => meanWithInterval(row.estimate, isSus ? 2 : 1),
          csv: {
            n: (row) => row.estimate?.n,
            mean: (row) => row.estimate?.mean,
            ciLow: (row) => row.estimate?.ciLow,
            ciHigh: (row) => row.estimate?.ciHigh,
          },
        },
        {
          name: 'SD',
          align: 'right',
          show: (row) => number(row.estimate?.sd, isSus ? 2 : 1),
          csv: { sd: (row) => row.estimate?.sd },
        },
      ],
    })}`;
}

function compareWithAverage(estimate: Extract<QuestionSummary, { kind: 'score' }>['estimate']): string {
  const average = `${SUS_AVERAGE}, about the average of some 500 studies (Sauro, 2011)`;
  if (!estimate || estimate.ciLow === null || estimate.ciHigh === null) return `To compare with: ${average}.`;
  if (estimate.ciLow > SUS_AVERAGE) return `Above ${average}.`;
  if (estimate.ciHigh < SUS_AVERAGE) return `Below ${average}.`;
  return `The interval holds ${average}: ${plural(estimate.n, 'participant')} do not tell whether it is above or below.`;
}
