// Areas of interest on a page's picture: their outlines, the corners of the chosen one, and what is being drawn.
import type { AoiShape } from '../../../src/session/aoi-shapes.ts';
import { isInView, placeAoi, type Aoi } from '../../../src/session/aois.ts';
import type { Box, Session } from '../../../src/session/session-data.ts';
import type { SessionPage } from '../../../src/session/session-pages.ts';
import { AreaFigure, Drafts } from '../../../src/ui/areas/AreaFigure.tsx';
import type { Drawing } from '../../../src/ui/areas/use-drawing.ts';

type Props = {
  aois: readonly Aoi[];
  session: Session;
  page: SessionPage;
  selected: string | null;
  drawing: Drawing;
  /** Document px for a px on the screen. */
  px: number;
  onSelect: (id: string) => void;
  onKey: (event: KeyboardEvent, aoi: Aoi) => void;
};

export function AoiDrawing({ aois, session, page, selected, drawing, px, onSelect, onKey }: Props) {
  return (
    <g class="areas">
      {aois
        .filter((aoi) => page.views.some((view) => isInView(aoi, session.views[view]!)))
        .map((aoi) => (
          <AreaFigure
            key={aoi.id}
            area={aoi}
            shapes={listShapes(aoi, session, page)}
            description={describeShape(aoi.shape)}
            isSelected={aoi.id === selected}
            drawing={drawing}
            px={px}
            onSelect={onSelect}
            onKey={(event) => onKey(event, aoi)}
          />
        ))}
      <Drafts drawing={drawing} />
    </g>
  );
}

/** Of a selector, the boxes of what it finds, each once. */
function listShapes(aoi: Aoi, session: Session, page: SessionPage): AoiShape[] {
  if (aoi.shape.type !== 'selector') return [aoi.shape];
  const placed = placeAoi(aoi, session);
  const boxes = new Map<string, Box>();
  for (const view of page.views) for (const box of placed.boxesIn(view)) boxes.set(JSON.stringify(box), box);
  return Array.from(boxes.values(), (box): AoiShape => Object.assign({ type: 'rectangle' as const }, box));
}

export function describeShape(shape: Aoi['shape']): string {
  switch (shape.type) {
    case 'selector':
      return `elements ${shape.selector}`;
    case 'polygon':
      return `polygon of ${shape.points.length} corners`;
    default:
      return `${shape.type}, ${Math.round(shape.widthPx)} × ${Math.round(shape.heightPx)} px at ${Math.round(shape.xDocumentPx)}, ${Math.round(shape.yDocumentPx)}`;
  }
}
