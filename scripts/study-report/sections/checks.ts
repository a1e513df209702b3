/** How gaze held out: the checks within and between tasks, and what they corrected. */
import { estimateMean } from '../../../src/session/estimates.ts';
import type { CheckRow } from '../../../src/study/report/rows.ts';
import { html, type Html } from '../html.ts';
import { plotCourse, type CoursePoint } from '../plots/plot-course.ts';
import type { ReportInput } from '../report-input.ts';
import { meanWithInterval, plural } from '../words.ts';

const MINUTE = 60_000;

export function checksSection({ collected }: ReportInput): Html {
  const checks = collected.checks.filter(({ kind, timestampMs }) => kind === 'check' && timestampMs !== null);
  if (checks.length === 0) {
    return html`<section class="card" aria-labelledby="checks">
      <h2 id="checks">Accuracy over time</h2>
      <p class="soft">No checks were made after the validation.</p>
    </section>`;
  }
  const corrected = checks.filter((row) => row.correctionXScreen !== null).length;
  const drifts = checks.flatMap((row) => readDrift(row) ?? []);
  return html`<section class="card" aria-labelledby="checks">
    <h2 id="checks">Accuracy over time</h2>
    <p>
      ${plural(checks.length, 'check')} after the validation. Gaze had drifted by
      ${meanWithInterval(estimateMean(drifts))} % of the screen on average by the time of a check;
      ${corrected === 0 ? 'it was not corrected' : `${plural(corrected, 'check')} corrected what came after`}.
    </p>
    ${plotCourse(
      'Accuracy',
      '% of the screen',
      toPoints(checks, ({ accuracyPct }) => accuracyPct),
      'a thin line is a participant, the thick one their mean',
    )}
    ${plotCourse('Drift that was found', '% of the screen', toPoints(checks, readDrift), 'since the last correction, whatever its direction')}
  </section>`;
}

/** 100 x its length, x in screen widths and y in heights, as accuracy has it. */
function readDrift({ driftXScreen: x, driftYScreen: y }: CheckRow): number | null {
  return x === null || y === null ? null : 100 * Math.hypot(x, y);
}

function toPoints(checks: readonly CheckRow[], read: (row: CheckRow) => number | null): CoursePoint[] {
  return checks.flatMap((row) => {
    const value = read(row);
    return value === null
      ? []
      : [{ participant: row.participant, minutes: row.timestampMs! / MINUTE, value }];
  });
}
