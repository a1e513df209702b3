/** Who took part, and who was left out and why. */
import { EXCLUSION_WORDS, EXCLUSIONS, type Exclusion } from '../../../src/study/collect/judge.ts';
import type { ReportInput } from '../report-input.ts';
import { dataTable } from '../data-table.ts';
import { html, type Html } from '../html.ts';
import { number, plural } from '../words.ts';

/** These are no participants: the file says nothing of one, or says it a second time. */
const NO_PARTICIPANT: readonly Exclusion[] = ['unreadable', 'other-study', 'duplicate'];

export function participantsSection({ collected, study }: ReportInput): Html {
  const { collection, people, exclusions } = collected;
  const count = (why: Exclusion) => collection.excluded[why] ?? 0;
  const files = NO_PARTICIPANT.filter((why) => count(why) > 0);
  const left = EXCLUSIONS.filter((why) => !NO_PARTICIPANT.includes(why) && count(why) > 0);
  const submissions = collection.files - files.reduce((sum, why) => sum + count(why), 0);
  const early = people.filter(({ status }) => status === 'left-early').length;
  return html`<section class="card" aria-labelledby="participants">
    <h2 id="participants">Participants</h2>
    <ol class="flow">
      ${step(
        'Files received',
        collection.files,
        files.map((why) => [EXCLUSION_WORDS[why], count(why)]),
      )}
      ${step(
        'Submissions to this study',
        submissions,
        left.map((why) => [EXCLUSION_WORDS[why], count(why)]),
      )}
      ${step('Participants analysed', collection.included, [], true)}
    </ol>
    ${early > 0 && html`<p class="soft">Of those analysed, ${plural(early, 'participant')} left before the end; tasks that they did not begin are missing for them.</p>`}
    <dl class="facts">
      ${listFacts(collected.people).map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    <p class="soft">${describeBounds(collection.bounds, study.validation.below)}</p>
    ${
      exclusions.length > 0 &&
      html`<details>
        <summary>Every file that was left out (${exclusions.length})</summary>
        ${dataTable({
          caption: 'Files left out',
          file: 'exclusions',
          rows: exclusions,
          columns: [
            { name: 'File', show: ({ file }) => file, csv: { file: ({ file }) => file } },
            {
              name: 'Reason',
              show: ({ reason }) => EXCLUSION_WORDS[reason as Exclusion] ?? reason,
              csv: { reason: ({ reason }) => reason },
            },
            { name: 'In detail', show: ({ detail }) => detail, csv: { detail: ({ detail }) => detail } },
            {
              name: 'Participant',
              show: (row) => row.participant || '–',
              csv: { participant: (row) => row.participant },
            },
          ],
        })}
      </details>`
    }
  </section>`;
}

function step(name: string, count: number, left: readonly (readonly [string, number])[], last = false): Html {
  return html`<li class="flow__step${last ? ' flow__step--last' : ''}">
    <div class="flow__box"><b>${count.toLocaleString('en')}</b> ${name}</div>
    ${
      left.length > 0 &&
      html`<ul class="flow__left" aria-label="Left out">
        ${left.map(([why, n]) => html`<li><b>${n.toLocaleString('en')}</b> ${why}</li>`)}
      </ul>`
    }
  </li>`;
}

function listFacts(people: ReportInput['collected']['people']): [string, string][] {
  const glasses = people.filter((person) => person.glasses === true).length;
  const asked = people.filter((person) => person.glasses !== null).length;
  const sizes = new Map<string, number>();
  for (const { screenWidthPx: w, screenHeightPx: h } of people) {
    sizes.set(
      `${number(w, 0).replaceAll(',', '')} × ${number(h, 0).replaceAll(',', '')} px`,
      (sizes.get(`${w} × ${h} px`) ?? 0) + 1,
    );
  }
  const distances = people.flatMap(({ distanceCm }) => (distanceCm === null ? [] : [distanceCm]));
  const days = people.map(({ startedAt }) => new Date(startedAt).toISOString().slice(0, 10)).toSorted();
  const first = days[0] ?? '–';
  return [
    ['Took part', days.length === 0 || first === days.at(-1) ? first : `${first} to ${days.at(-1)}`],
    ['Glasses', asked === 0 ? 'not asked' : `${glasses} of ${asked}`],
    ['Screens', sizes.size > 3 ? `${sizes.size} sizes` : [...sizes.keys()].join(', ') || '–'],
    [
      'Distance from the screen, as told',
      distances.length === 0
        ? 'not told'
        : `${number(distances.reduce((a, b) => a + b, 0) / distances.length, 0)} cm on average`,
    ],
  ];
}

function describeBounds(
  {
    worstGrade,
    maxAccuracyPct,
    maxDataLossPct,
    completeOnly,
    revisions,
  }: ReportInput['collected']['collection']['bounds'],
  below: string,
): string {
  const bounds = [
    worstGrade === null
      ? `validation: no grade was too bad${below === 'go-on' ? ' (the study lets everybody go on)' : ''}`
      : `validation: grade ${worstGrade} or better`,
    maxAccuracyPct === null ? null : `accuracy: at most ${maxAccuracyPct} % of the screen`,
    maxDataLossPct === null ? 'data loss: no bound' : `data loss: at most ${maxDataLossPct} %`,
    completeOnly ? 'only who came to the end' : null,
    revisions === 'all' ? 'all revisions of the study' : null,
  ];
  return `Who counts: ${bounds.filter((bound) => bound !== null).join('; ')}.`;
}
