// Above a stage: how large the page is drawn, and how much of it was ever in sight.
import { formatShare } from '../../../src/ui/format-duration.ts';
import type { Zoom } from './PageStage.tsx';
import type { PagePicture } from './use-page-picture.ts';

const ZOOMS: readonly { id: Zoom; name: string }[] = [
  { id: 'fit', name: 'Fit the width' },
  { id: 'half', name: '50 %' },
  { id: 'full', name: '100 %' },
];

type Props = { picture: PagePicture; zoom: Zoom; onZoom: (zoom: Zoom) => void };

export function StageBar({ picture: { size, seenShare }, zoom, onZoom }: Props) {
  return (
    <div class="stage-bar">
      <span class="soft small numbers">
        {Math.round(size.widthPx)} × {Math.round(size.heightPx)} px ·{' '}
        {seenShare === null ? 'no pictures were taken' : `${formatShare(seenShare)} of the page was in sight`}
      </span>
      <label class="small stage-bar__zoom">
        Size
        <select value={zoom} onChange={({ currentTarget }) => onZoom(currentTarget.value as Zoom)}>
          {ZOOMS.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
