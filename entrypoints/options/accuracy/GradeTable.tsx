// How a grade comes about, for whoever wants to know.
import { LARGEST_AREA_PCT, LEAST_TARGET_SHARE, LOSS_STEPS } from '../../../src/validation/grade.ts';
import { GRADE_MEANINGS, GRADE_TITLES } from './grade-words.ts';

export function GradeTable() {
  return (
    <details>
      <summary>What the grades mean</summary>
      <div class="stack stack--tight">
        <p class="soft small">
          The grade tells how large an area must be, as a share of the screen’s width and height: twice the
          accuracy, and four times the spread on one axis.
        </p>
        <div class="table-room">
          <table class="figures-table checks-table grade-table numbers">
            <thead>
              <tr>
                <th scope="col">Grade</th>
                <th scope="col">Area up to</th>
                <th scope="col">Meaning</th>
              </tr>
            </thead>
            <tbody>
              {LARGEST_AREA_PCT.map(({ grade, pct }) => (
                <tr key={grade}>
                  <th scope="row">
                    {grade} {GRADE_TITLES[grade]}
                  </th>
                  <td>{pct} %</td>
                  <td>{GRADE_MEANINGS[grade]}</td>
                </tr>
              ))}
              <tr>
                <th scope="row">6 {GRADE_TITLES[6]}</th>
                <td>more</td>
                <td>{GRADE_MEANINGS[6]}</td>
              </tr>
            </tbody>
          </table>
        </div>
        <p class="soft small">
          {LOSS_STEPS.toReversed()
            .map(
              ({ fromPct, grades }) =>
                `From ${fromPct} % data loss on it is ${grades >= 5 ? '6' : `${grades} worse`}.`,
            )
            .join(' ')}{' '}
          It is 6 where gaze was found at less than {100 * LEAST_TARGET_SHARE} % of the dots, and where always
          saying “the centre of the screen” would have been as near.
        </p>
      </div>
    </details>
  );
}
