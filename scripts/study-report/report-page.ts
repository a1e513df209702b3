/** The whole report as one file of HTML that needs nothing else. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { estimateMean } from '../../src/session/estimates.ts';
import { SCORE_ITEM } from '../../src/study/collect/answers-table.ts';
import { html, raw, type Html } from './html.ts';
import type { ReportInput } from './report-input.ts';
import { checksSection } from './sections/checks.ts';
import { participantsSection } from './sections/participants.ts';
import { qualitySection } from './sections/quality.ts';
import { questionsSection } from './sections/questions.ts';
import { tasksSection } from './sections/tasks.ts';
import { day, number, plural } from './words.ts';

const BASE_CSS = join(import.meta.dirname, '../../src/ui/base.css');
const REPORT_CSS = join(import.meta.dirname, 'report.css');
/** No script, nothing fetched: pictures lie in the file. */
const POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export async function writeReportPage(input: ReportInput): Promise<string> {
  const css = `${await readFile(BASE_CSS, 'utf8')}\n${await readFile(REPORT_CSS, 'utf8')}`;
  const { study, say } = input;
  const title = say(study.title);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="generator" content="Fovea" />
        <title>${title}: report of a usability study</title>
        <style>
          ${raw(css)}
        </style>
      </head>
      <body>
        ${pageHeader(input, title)}
        <main class="page">
          ${highlights(input)} ${participantsSection(input)} ${qualitySection(input)} ${tasksSection(input)}
          ${questionsSection(input)} ${checksSection(input)} ${methodsSection(input)}
        </main>
        <footer class="page soft small">
          Made with Fovea from ${plural(input.collected.collection.included, 'participant')} on
          ${day(input.now.toISOString())}. Nothing in this file asks the network for anything.
        </footer>
      </body>
    </html> `;
  return page.text;
}

function pageHeader({ study, collected, csv }: ReportInput, title: string): Html {
  const { researcher } = study;
  const { collection } = collected;
  const links = [
    ['participants', 'Participants'],
    ['quality', 'Data quality'],
    ['tasks', 'Tasks'],
    ...(study.questions.before.length + study.questions.after.length > 0
      ? [['questions', 'Questionnaires']]
      : []),
    ['checks', 'Accuracy over time'],
    ['methods', 'Methods'],
  ];
  return html`<header class="page head">
    <p class="soft small">Report of a usability study</p>
    <h1>${title}</h1>
    <p>${researcher.name}${researcher.institution !== undefined && html`, ${researcher.institution}`}</p>
    <p class="soft small">
      Study <code>${study.id}</code>, revision ${study.revision} (SHA-256
      <code>${collection.study.hash.slice(0, 12)}</code>) · collected ${day(collection.collectedAt)}
    </p>
    <nav aria-label="Sections">${links.map(([id, name]) => html`<a href="#${id}">${name}</a>`)}</nav>
    ${csv !== null && html`<p class="small">All tables as CSV: ${csv.files.map((file) => html`<a href="${encodeURI(`${csv.folder}/${file}`)}">${file}</a> `)}</p>`}
  </header>`;
}

function highlights({ collected, study }: ReportInput): Html {
  const { people, tasks, answers } = collected;
  const managed = tasks.filter(({ outcome }) => outcome === 'success').length;
  const mean = (values: (number | null)[]) =>
    estimateMean(values.filter((value) => value !== null))?.mean ?? null;
  const sus = mean(
    answers.filter(({ kind, item }) => kind === 'sus' && item === SCORE_ITEM).map((row) => row.number),
  );
  const accuracy = mean(people.map(({ accuracyPct }) => accuracyPct));
  const loss = mean(people.map(({ dataLossPct }) => dataLossPct));
  const cards: [string, string, string][] = [
    ['Participants', String(people.length), `of ${collected.collection.files} files`],
    [
      'Tasks managed',
      tasks.length === 0 ? '–' : `${number((100 * managed) / tasks.length, 0)} %`,
      `${plural(study.tasks.length, 'task')}`,
    ],
    ...(sus === null ? [] : [['SUS', number(sus), 'of 100'] as [string, string, string]]),
    ['Accuracy', accuracy === null ? '–' : `${number(accuracy)} %`, 'of the screen, on average'],
    ['Data loss', loss === null ? '–' : `${number(loss)} %`, 'of samples'],
  ];
  return html`<dl class="highlights" aria-label="At a glance">
    ${cards.map(
      ([name, value, note]) =>
        html`<div class="card">
          <dt>${name}</dt>
          <dd class="highlights__value">${value}</dd>
          <dd class="soft small">${note}</dd>
        </div>`,
    )}
  </dl>`;
}

function methodsSection({ collected }: ReportInput): Html {
  return html`<section class="card" aria-labelledby="methods">
    <h2 id="methods">Methods</h2>
    <dl class="guideline">
      <div>
        <dt>Intervals</dt>
        <dd>
          All are of 95 %. Means: Student’s t. Shares: Wilson’s score, which holds for few people and for 0
          and 100 %.
        </dd>
      </div>
      <div>
        <dt>Time on task</dt>
        <dd>
          Of those who managed the task, without breaks for checks: the geometric mean, and the interval of
          the mean of the logarithms (Sauro &amp; Lewis, 2010), because times have a long tail.
        </dd>
      </div>
      <div>
        <dt>Success</dt>
        <dd>Of all who began the task; who ran out of time, gave up or was interrupted did not manage it.</dd>
      </div>
      <div>
        <dt>Heatmaps</dt>
        <dd>
          Fixations weighted by their time, every participant the same however long they looked, spread as
          wide as gaze may be off (σ below each picture). Colours reach from nothing to the hottest place of
          that picture, so two pictures do not compare by colour.
        </dd>
      </div>
      <div>
        <dt>Areas</dt>
        <dd>
          A fixation is on an area where its place lies in the elements that the selector finds. Means over
          participants who had a page with the area before them; who did not look counts as 0, and has no
          first look. The area that a participant looked at longest is the one with the longest fixations in
          all; areas less than 1 ms apart are equally long.
        </dd>
      </div>
      <div>
        <dt>Grades</dt>
        <dd>
          1 to 6: how small a part of the screen can be told from its neighbours, from accuracy, precision and
          data loss of the validation.
        </dd>
      </div>
      <div>
        <dt>Weighing</dt>
        <dd>
          ${plural(collected.collection.samples, 'sample')} of
          ${plural(collected.collection.included, 'participant')}; each participant counts once.
        </dd>
      </div>
    </dl>
    <p class="soft small">
      Intervals are not adjusted for how many there are: of 20 that mean nothing, about one excludes the
      truth.
    </p>
  </section>`;
}
