// When the gaze was lost: the share of lost samples along the session.
import { areaY, axisX, axisY, lineY, plot, ruleY } from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import type { Session } from '../../../src/session/session-data.ts';
import { PlotFigure } from '../fields/PlotFigure.tsx';

const MINUTE = 60_000;
/** Points along the time: as many as can be told apart. */
const BINS = 120;

export function LossChart({ session: { samples, info } }: { session: Session }) {
  const bins = useMemo(() => {
    const { timestampMs, xScreen } = samples;
    const durationMs = Math.max(1, info.durationMs, timestampMs.at(-1) ?? 0);
    const all = new Float64Array(BINS);
    const lost = new Float64Array(BINS);
    for (let i = 0; i < timestampMs.length; i += 1) {
      const bin = Math.min(BINS - 1, Math.floor((timestampMs[i]! / durationMs) * BINS));
      all[bin]! += 1;
      if (Number.isNaN(xScreen[i])) lost[bin]! += 1;
    }
    return Array.from(all, (count, bin) => ({
      minutes: ((bin + 0.5) * durationMs) / BINS / MINUTE,
      pct: count === 0 ? NaN : (100 * lost[bin]!) / count,
    }));
  }, [samples]);
  if (samples.timestampMs.length === 0) return null;
  return (
    <div class="card">
      <PlotFigure
        title="Data loss along the session"
        inputs={[bins]}
        draw={(width) =>
          plot({
            width,
            height: 160,
            x: { label: 'Minutes' },
            y: { label: 'Lost, %', domain: [0, 100] },
            marks: [
              axisX({ tickSize: 0 }),
              axisY({ tickSize: 0, ticks: 3 }),
              areaY(bins, {
                x: 'minutes',
                y: 'pct',
                fill: 'var(--accent)',
                fillOpacity: 0.18,
                curve: 'step',
              }),
              lineY(bins, { x: 'minutes', y: 'pct', stroke: 'var(--accent)', curve: 'step' }),
              ruleY([0]),
            ],
          })
        }
      />
    </div>
  );
}
