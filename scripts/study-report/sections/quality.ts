/** How good the data are, with what reporting guidelines ask for. */
import type { PersonRow } from '../../../src/study/report/rows.ts';
import { summarizeQuality, type QualityMeasure } from '../../../src/study/report/summarize-quality.ts';
import { dataTable, type DataColumn } from '../data-table.ts';
import { html, type Html } from '../html.ts';
import { plotStrip } from '../plots/plot-strip.ts';
import type { ReportInput } from '../report-input.ts';
import { interval, meanWithInterval, number } from '../words.ts';

export function qualitySection({ collected, study }: ReportInput): Html {
  const { people, collection } = collected;
  const measures = summarizeQuality(people);
  const strip = (key: keyof PersonRow, title: string, label: string, bound: number | null) => {
    const values = people.flatMap((person) => (typeof person[key] === 'number' ? [person[key]] : []));
    return values.length === 0 ? null : plotStrip(title, label, values, bound);
  };
  return html`<section class="card" aria-labelledby="quality">
    <h2 id="quality">Data quality</h2>
    <p class="soft">
      Measured with each participant on their own screen: accuracy and precision in the validation before the
      tasks, data loss and sampling rate over the whole recording. A tick is a
      participant${collection.bounds.maxDataLossPct !== null && ', a dashed line the bound'}.
    </p>
    <div class="strips">
      ${strip('accuracyPct', 'Accuracy', '% of the screen; 0 is perfect', collection.bounds.maxAccuracyPct)}
      ${strip('precisionPct', 'Precision', 'RMS from sample to sample, % of the screen', null)}
      ${strip('dataLossPct', 'Data loss', '% of samples', collection.bounds.maxDataLossPct)}
      ${strip('samplingRateHz', 'Sampling rate', 'Hz', null)}
    </div>
    ${dataTable<QualityMeasure>({
      caption: 'Data quality over participants',
      file: 'data-quality',
      rows: measures,
      columns: [
        {
          name: 'Measure',
          show: ({ name, unit }) => html`${name} <span class="soft">${unit}</span>`,
          csv: { measure: ({ key }) => key, unit: ({ unit }) => unit },
        },
        right('n', ({ estimate }) => String(estimate?.n ?? 0), { n: ({ estimate }) => estimate?.n }),
        right('Mean [95 % CI]', ({ estimate, decimals }) => meanWithInterval(estimate, decimals), {
          mean: ({ estimate }) => estimate?.mean,
          ciLow: ({ estimate }) => estimate?.ciLow,
          ciHigh: ({ estimate }) => estimate?.ciHigh,
        }),
        right('SD', ({ estimate, decimals }) => number(estimate?.sd, decimals), {
          sd: ({ estimate }) => estimate?.sd,
        }),
        right(
          'Range',
          ({ least, most, decimals }) => `${number(least, decimals)} to ${number(most, decimals)}`,
          {
            least: ({ least }) => least,
            most: ({ most }) => most,
          },
        ),
      ],
    })}
    <details>
      <summary>Every participant</summary>
      ${dataTable<PersonRow>({
        caption: 'Data quality of each participant',
        file: 'data-quality-participants',
        rows: people,
        columns: [
          {
            name: 'Participant',
            show: ({ participant }) => participant,
            csv: { participant: (row) => row.participant },
          },
          right('Grade', (row) => number(row.validationGrade, 0), {
            validationGrade: (row) => row.validationGrade,
          }),
          right('Accuracy, %', (row) => number(row.accuracyPct), { accuracyPct: (row) => row.accuracyPct }),
          right('°', (row) => number(row.accuracyDeg), { accuracyDeg: (row) => row.accuracyDeg }),
          right('Precision, %', (row) => number(row.precisionPct), {
            precisionPct: (row) => row.precisionPct,
          }),
          right('°', (row) => number(row.precisionDeg), { precisionDeg: (row) => row.precisionDeg }),
          right('Loss, %', (row) => number(row.dataLossPct), { dataLossPct: (row) => row.dataLossPct }),
          right('Rate, Hz', (row) => number(row.samplingRateHz), {
            samplingRateHz: (row) => row.samplingRateHz,
          }),
          right('Recorded, min', (row) => number(row.recordedMs === null ? null : row.recordedMs / 60_000), {
            recordedMs: (row) => row.recordedMs,
          }),
        ],
      })}
    </details>
    <h3>As reporting guidelines ask</h3>
    <p class="soft">
      The items of Holmqvist et al. (2023),
      <cite>Eye tracking: empirical foundations for a minimal reporting guideline</cite>, and of Dunn et al.
      (2024), <cite>Minimal reporting guideline for research involving eye tracking (2023 edition)</cite>,
      that Fovea knows.
    </p>
    <dl class="guideline">
      ${listItems(people, study).map(
        ([item, value]) =>
          html`<div>
            <dt>${item}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

function right<Row>(
  name: string,
  show: (row: Row) => string,
  csv: NonNullable<DataColumn<Row>['csv']>,
): DataColumn<Row> {
  return { name, align: 'right', show, csv };
}

function listItems(people: readonly PersonRow[], study: ReportInput['study']): [string, string][] {
  const [first] = people;
  const all = (read: (person: PersonRow) => string | number | null): string => {
    const found = [...new Set(people.map(read).filter((value) => value !== null))];
    return found.length === 0
      ? 'not known'
      : found.slice(0, 3).join(', ') + (found.length > 3 ? `, and ${found.length - 3} more` : '');
  };
  const mean = (key: keyof PersonRow): number | null => {
    const values = people.flatMap((person) => (typeof person[key] === 'number' ? [person[key]] : []));
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const thresholds = people.flatMap(({ fixationDispersion: d }) => (d === null ? [] : [d]));
  return [
    [
      'Eye tracker',
      `The participant’s webcam with Fovea ${all((person) => person.foveaVersion)}; network ${all((person) => person.weightsHash?.slice(0, 12) ?? null)}, run on ${all((person) => person.backend)}`,
    ],
    ['Sampling rate', `${number(mean('samplingRateHz'))} Hz on average; what each camera gives`],
    ['Eyes', 'Both, as one point of gaze'],
    [
      'Recording environment',
      `The participants’ own, unsupervised; ${all((person) => readBrowser(person.userAgent))}`,
    ],
    [
      'Screens',
      `${all((person) => `${person.screenWidthPx} × ${person.screenHeightPx} px`)}; ${all((person) => (person.screenWidthCm === null ? null : `${person.screenWidthCm} × ${person.screenHeightCm} cm`))}`,
    ],
    ['Distance', `${number(mean('distanceCm'), 0)} cm on average, as participants told it; no head rest`],
    ['Calibration', `A measurement of ${study.measurement.targets} targets, looked at one after the other`],
    [
      'Validation',
      `${first?.validationTargets ?? 'No'} other targets before the tasks; at worst grade ${study.validation.worstGrade} of 6, ${study.validation.tries} tries, below it participants ${study.validation.below === 'leave' ? 'left' : 'went on'}`,
    ],
    [
      'Drift',
      `Checks of 5 targets ${[study.checks.betweenTasks ? 'between tasks' : null, study.checks.everyS === undefined ? null : `every ${study.checks.everyS} s`].filter((when) => when !== null).join(' and ') || 'were not made'}; drift was ${study.checks.correctDrift ? 'corrected and logged' : 'logged, not corrected'}`,
    ],
    [
      'Accuracy',
      `${number(mean('accuracyPct'))} % of the screen${mean('accuracyDeg') === null ? '' : `, ${number(mean('accuracyDeg'))}°`}: mean distance of target and mean gaze`,
    ],
    [
      'Precision',
      `${number(mean('precisionPct'))} % of the screen${mean('precisionDeg') === null ? '' : `, ${number(mean('precisionDeg'))}°`}: RMS from sample to sample`,
    ],
    ['Data loss', `${number(mean('dataLossPct'))} % of samples, where no open eyes were found`],
    [
      'Fixations',
      first?.fixationMethod
        ? `${first.fixationMethod === 'idt' ? 'By dispersion (I-DT)' : 'By velocity (I-VT)'}, thresholds to suit each recording’s precision: ${interval(
            thresholds.reduce((a, b) => a + b, 0) / Math.max(1, thresholds.length),
            Math.min(...thresholds),
            Math.max(...thresholds),
          )} ${first.fixationUnit === 'deg' ? '°' : '% of the width'} (mean and range), at least ${first.fixationMinDurationMs} ms`
        : 'Found on the participants’ machines; the parameters did not come along',
    ],
    [
      'Areas of interest',
      'By CSS selector, without a margin; where they are narrower than twice the accuracy, the tables say so',
    ],
    [
      'Ethics',
      `Consent of version ${study.consent.version}, given in the extension before anything was recorded; participants are codes`,
    ],
  ];
}

function readBrowser(userAgent: string | null): string | null {
  const version = /(Edg|Chrome)\/(\d+)/.exec(userAgent ?? '');
  return version && `${version[1] === 'Edg' ? 'Edge' : 'Chrome'} ${version[2]}`;
}
