// Where one group looked more than the other.
import { useMemo } from 'preact/hooks';
import { describeHeat } from '../../../src/heatmap/caption.ts';
import {
  FIRST_COLOUR,
  paintDifference,
  SECOND_COLOUR,
  subtractHeat,
} from '../../../src/heatmap/difference.ts';
import type { PageHeat } from '../../../src/heatmap/page-heat.ts';
import type { PaintOptions } from '../../../src/heatmap/paint-page.ts';
import type { DocumentSize } from '../../../src/session/session-pages.ts';
import { choosePaintedSize, createPictureLayer } from '../heat/heat-layer.ts';
import { describePeak } from '../heat/HeatLegend.tsx';
import { clipLayer } from '../stage/layers.ts';
import { PageStage } from '../stage/PageStage.tsx';
import type { PagePicture } from '../stage/use-page-picture.ts';

type Props = {
  /** Both of one area. */
  first: PageHeat;
  second: PageHeat;
  /** Of both groups, as are the sizes of their pages: beyond the first's edge the second's page is seen. */
  pictures: readonly [PagePicture, PagePicture];
  sizes: readonly [DocumentSize, DocumentSize];
  paint: PaintOptions;
  title: string;
};

export function DifferenceStage({ first, second, pictures, sizes, paint, title }: Props) {
  const difference = useMemo(() => {
    const size = choosePaintedSize(first.area);
    const values = subtractHeat(first, second, size);
    const full = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return { size, values, full };
  }, [first, second]);
  const layers = useMemo(() => {
    const rgba = paintDifference(difference.values, difference.full, paint);
    return [
      clipLayer(pictures[1].layer, sizes[1]),
      clipLayer(pictures[0].layer, sizes[0]),
      createPictureLayer(rgba, difference.size, first.area),
    ];
  }, [pictures[0].layer, pictures[1].layer, difference, paint]);
  const most = describePeak(first, difference.full * first.cellPx ** 2);
  return (
    <>
      <PageStage size={first.area} layers={layers} label={`Difference on ${title}`} />
      <div class="legend" data-testid="difference">
        <div class="legend__scale small numbers">
          <span>More in B</span>
          <span
            class="legend__colours"
            style={{ background: `linear-gradient(90deg, ${SECOND_COLOUR}, #ffffff, ${FIRST_COLOUR})` }}
          />
          <span>More in A, up to {most}</span>
        </div>
        <p class="small soft">A: {describeHeat(first, new Date())}</p>
        <p class="small soft">B: {describeHeat(second, new Date())}</p>
      </div>
    </>
  );
}
