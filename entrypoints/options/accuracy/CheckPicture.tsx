// A picture of the screen: the dots, the gaze samples at each, and how far their middle is off.
import { findMean } from '../../../src/validation/figures.ts';
import type { ValidationRow } from '../../../src/storage/validations.ts';
import { describePicture } from './describe-picture.ts';
import './check-picture.css';

const WIDTH = 100;
/** Samples may lie a little outside of the screen. */
const MARGIN = 10;
const MARK = 1.3;

type Props = Pick<ValidationRow, 'trials' | 'screen'>;

export function CheckPicture({ trials, screen }: Props) {
  const height = (WIDTH * screen.heightPx) / screen.widthPx;
  const marginY = (MARGIN * height) / WIDTH;
  const x = (fraction: number): number => fraction * WIDTH;
  const y = (fraction: number): number => fraction * height;
  return (
    <figure class="check-picture">
      <svg
        viewBox={`${-MARGIN} ${-marginY} ${WIDTH + 2 * MARGIN} ${height + 2 * marginY}`}
        role="img"
        aria-label={describePicture(trials)}
        data-testid="check-picture"
      >
        <rect class="check-picture__screen" width={WIDTH} height={height} rx="1" />
        {trials.map(({ samples }, index) => (
          <g key={index} class="check-picture__samples">
            {samples.map(({ timestampMs, xScreen, yScreen }) => (
              <circle key={timestampMs} cx={x(xScreen)} cy={y(yScreen)} r="0.5" />
            ))}
          </g>
        ))}
        {trials.map((trial, index) => {
          const tx = x(trial.target.xScreen);
          const ty = y(trial.target.yScreen);
          if (trial.samples.length === 0) return null;
          const mean = findMean(trial);
          const mx = x(mean.xScreen);
          const my = y(mean.yScreen);
          return (
            <g key={index}>
              <path class="check-picture__offset" d={`M${tx} ${ty}L${mx} ${my}`} />
              <path
                class="check-picture__mean"
                d={`M${mx} ${my - MARK}l${MARK} ${MARK}l${-MARK} ${MARK}l${-MARK} ${-MARK}z`}
              />
            </g>
          );
        })}
        {trials.map(({ target, samples }, index) => (
          <g key={index} transform={`translate(${x(target.xScreen)} ${y(target.yScreen)})`}>
            <circle class="check-picture__target" r={MARK} />
            {samples.length === 0 ? (
              <path class="check-picture__lost" d="M-2 -2L2 2M2 -2L-2 2" />
            ) : (
              <circle class="check-picture__middle" r="0.35" />
            )}
          </g>
        ))}
      </svg>
      <figcaption class="row small soft">
        <span class="check-key">
          <svg viewBox="-2 -2 4 4" aria-hidden="true">
            <circle class="check-picture__target" r={MARK} />
            <circle class="check-picture__middle" r="0.35" />
          </svg>
          dot
        </span>
        <span class="check-key check-picture__samples">
          <svg viewBox="-2 -2 4 4" aria-hidden="true">
            <circle cx="-0.8" cy="-0.4" r="0.5" />
            <circle cx="0.6" cy="-0.8" r="0.5" />
            <circle cx="0.3" cy="0.8" r="0.5" />
          </svg>
          gaze samples
        </span>
        <span class="check-key">
          <svg viewBox="-2 -2 4 4" aria-hidden="true">
            <path class="check-picture__mean" d="M0 -1.3l1.3 1.3l-1.3 1.3l-1.3 -1.3z" />
          </svg>
          their middle; the line is the offset
        </span>
        {trials.some(({ samples }) => samples.length === 0) && (
          <span class="check-key">
            <svg viewBox="-2 -2 4 4" aria-hidden="true">
              <path class="check-picture__lost" d="M-1.5 -1.5L1.5 1.5M1.5 -1.5L-1.5 1.5" />
            </svg>
            no gaze
          </span>
        )}
      </figcaption>
    </figure>
  );
}
