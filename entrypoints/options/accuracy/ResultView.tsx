// What came of a check: grade, what it means, figures and picture.
import type { ValidationRow } from '../../../src/storage/validations.ts';
import { CheckPicture } from './CheckPicture.tsx';
import { DotTable } from './DotTable.tsx';
import { FiguresTable } from './FiguresTable.tsx';
import { formatNumber, UNKNOWN } from './format-figures.ts';
import { advise, describeArea, explainGrade } from './grade-words.ts';
import { GradeBadge } from './GradeBadge.tsx';
import { GradeTable } from './GradeTable.tsx';

export function ResultView({ row }: { row: ValidationRow }) {
  const { figures, screen, distanceCm, fullscreen } = row;
  const area = describeArea(row);
  const advice = advise(row);
  return (
    <div class="check-result">
      <div class="stack">
        <div class="stack stack--tight">
          <div class="row">
            <GradeBadge grade={row.grade} />
            <span class="soft small">of six; 1 is best</span>
          </div>
          {explainGrade(row).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {area !== null && row.because !== 'few-targets' && (
            <p class="soft small numbers">
              An area must be about {area} so that nearly all looks at its middle fall into it.
            </p>
          )}
        </div>
        <dl class="figures numbers">
          <Figure
            name="Data loss"
            value={`${formatNumber(figures.dataLossPct, 0)} %`}
            note="frames without gaze"
          />
          <Figure
            name="Sampling rate"
            value={
              figures.samplingRateHz === null ? UNKNOWN : `${formatNumber(figures.samplingRateHz, 1)} Hz`
            }
            note="gaze samples a second"
          />
          <Figure
            name="Dots with gaze"
            value={`${figures.targetsMeasured} of ${figures.targets}`}
            note={`${figures.samples} samples`}
          />
        </dl>
        {advice.length > 0 && (
          <div>
            <h3>What may help</h3>
            <ul class="check-advice">
              {advice.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
      <CheckPicture trials={row.trials} screen={screen} />
      <div class="check-result__wide stack stack--tight">
        <FiguresTable figures={figures} />
        <DotTable row={row} />
        <GradeTable />
        <p class="soft small numbers">
          {figures.centreErrorPct !== null &&
            `Always saying “the centre” would have been ${formatNumber(figures.centreErrorPct, 1)} % of the screen off. `}
          {screen.widthCm === undefined
            ? 'For cm, tell Fovea the screen’s size below; for degrees, how far away you sit too. Both hold from the next check on.'
            : distanceCm === undefined &&
              'For degrees, tell Fovea below how far away you sit. It holds from the next check on.'}
          {!fullscreen &&
            ' The browser gave no full screen: the places of the dots are reckoned from the window’s.'}
        </p>
      </div>
    </div>
  );
}

function Figure({ name, value, note }: { name: string; value: string; note: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="figures__value">{value}</dd>
      <dd class="soft small">{note}</dd>
    </div>
  );
}
