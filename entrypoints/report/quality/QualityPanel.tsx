// How good a session's data are, in figures with what they mean.
import type { ComponentChildren } from 'preact';
import { estimatePrecision } from '../../../src/gaze/estimate-precision.ts';
import { findPxPerDegree } from '../../../src/gaze/visual-angle.ts';
import { formatDate } from '../../../src/ui/format-date.ts';
import { formatDuration } from '../../../src/ui/format-duration.ts';
import { FixationSettings } from '../session/FixationSettings.tsx';
import type { PanelProps } from '../session/SessionPage.tsx';
import { LossChart } from './LossChart.tsx';

export function QualityPanel({ opened: { session, quality }, fixations }: PanelProps) {
  const { info } = session;
  const { dataLossPct, samplingRateHz, effectiveRateHz, recordedMs, validMs, onPageMs, accuracy } = quality;
  const precision = estimatePrecision(session);
  const pxPerDegree = findPxPerDegree(info);
  const degrees = (px: number): string =>
    pxPerDegree === null ? '' : ` · ${(px / pxPerDegree).toFixed(1)}°`;
  return (
    <section class="stack quality" aria-label="Data quality">
      <dl class="figures card numbers">
        <Figure name="Accuracy" value={accuracy ? `${accuracy.errorPct.toFixed(1)} %` : 'Not checked'}>
          {accuracy ? (
            `Mean distance from the dots, % of the screen; checked ${formatDate(accuracy.checkedAt)}`
          ) : (
            <>
              Nobody knows how far off the gaze is. <a href="/options.html#accuracy">Check it</a> before a
              session.
            </>
          )}
        </Figure>
        <Figure
          name="Precision"
          value={precision ? `${Math.round(precision.rmsPx)} px${degrees(precision.rmsPx)}` : 'Not known'}
        >
          {precision?.from === 'check'
            ? 'RMS from sample to sample, from the check'
            : precision
              ? 'RMS from sample to sample, estimated from this session: not checked'
              : 'There are too few samples.'}
        </Figure>
        <Figure name="Data loss" value={dataLossPct === null ? '–' : `${dataLossPct.toFixed(1)} %`}>
          {quality.lostSamples.toLocaleString()} of {quality.samples.toLocaleString()} samples without open
          eyes
        </Figure>
        <Figure
          name="Sampling rate"
          value={samplingRateHz === null ? '–' : `${samplingRateHz.toFixed(1)} Hz`}
        >
          {effectiveRateHz !== null && `${effectiveRateHz.toFixed(1)} Hz with a gaze`}
        </Figure>
        <Figure name="Recorded" value={formatDuration(recordedMs)}>
          {formatDuration(validMs)} with a gaze, {formatDuration(onPageMs)} of it on a page
        </Figure>
      </dl>
      <LossChart session={session} />
      <div class="card">
        <FixationSettings fixations={fixations} />
      </div>
      <dl class="facts card">
        <Fact name="Screen">
          {info.screen.widthPx} × {info.screen.heightPx} px
          {info.screen.widthCm === undefined ? (
            <>
              , size not told: <a href="/options.html#accuracy">tell it</a> for degrees of visual angle
            </>
          ) : (
            `, ${info.screen.widthCm} × ${info.screen.heightCm} cm`
          )}
        </Fact>
        <Fact name="Distance">{info.distanceCm === undefined ? 'not told' : `${info.distanceCm} cm`}</Fact>
        <Fact name="Camera">{info.camera?.label ?? 'not known'}</Fact>
        <Fact name="Network">
          <code class="selector">{info.weightsHash?.slice(0, 16) ?? 'not known'}</code>
        </Fact>
        <Fact name="Fovea">{info.foveaVersion}</Fact>
      </dl>
    </section>
  );
}

type FigureProps = { name: string; value: string; children: ComponentChildren };

function Figure({ name, value, children }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="figures__value">{value}</dd>
      <dd class="small soft">{children}</dd>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt class="soft small">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
