// A measure on each area as bars of both groups, with confidence intervals.
import { axisFx, axisY, barY, gridY, plot, ruleX, ruleY } from '@observablehq/plot';
import { FIRST_COLOUR, SECOND_COLOUR } from '../../../src/heatmap/difference.ts';
import type { Aoi } from '../../../src/session/aois.ts';
import type { AoiSummary } from '../../../src/session/summarize-aois.ts';
import { PlotFigure } from '../fields/PlotFigure.tsx';
import { MEASURE_WORDS, readValue, type Shown } from './measure-words.ts';

type Props = {
  aois: readonly Aoi[];
  first: readonly AoiSummary[];
  second: readonly AoiSummary[];
  shown: Shown;
};

export function AreaBars({ aois, first, second, shown }: Props) {
  const bars = aois.flatMap((aoi) =>
    [
      { group: 'A', summaries: first },
      { group: 'B', summaries: second },
    ].flatMap(({ group, summaries }) => {
      const value = readValue(
        summaries.find(({ aoi: id }) => id === aoi.id),
        shown,
      );
      return value ? [{ area: aoi.name, group, ...value }] : [];
    }),
  );
  if (bars.length === 0) return <p class="soft">Nobody looked at an area.</p>;
  const intervals = bars.filter(({ low, high }) => low !== null && high !== null);
  const most = Math.max(...bars.map(({ mean, high }) => high ?? mean));
  return (
    <>
      <p class="row small bars-key">
        <span class="area-item__swatch" style={{ background: FIRST_COLOUR }} /> Group A
        <span class="area-item__swatch" style={{ background: SECOND_COLOUR }} /> Group B
      </p>
      <PlotFigure
        title={MEASURE_WORDS[shown]}
        inputs={[JSON.stringify(bars)]}
        draw={(width) =>
          plot({
            width,
            height: 260,
            marginBottom: 44,
            fx: { domain: aois.map(({ name }) => name), label: null, padding: 0.18 },
            x: { domain: ['A', 'B'], axis: null, padding: 0.12 },
            y: { label: null, domain: [0, most * 1.05 || 1] },
            color: { domain: ['A', 'B'], range: [FIRST_COLOUR, SECOND_COLOUR] },
            marks: [
              gridY({ strokeOpacity: 0.12 }),
              axisY({ tickSize: 0, ticks: 4 }),
              axisFx({ anchor: 'bottom', lineWidth: 8, textOverflow: 'ellipsis-end' }),
              barY(bars, { fx: 'area', x: 'group', y: 'mean', fill: 'group' }),
              ruleX(intervals, {
                fx: 'area',
                x: 'group',
                y1: ({ low }: { low: number }) => Math.max(0, low),
                y2: 'high',
                strokeWidth: 2,
              }),
              ruleY([0]),
            ],
          })
        }
      />
    </>
  );
}
