// Areas of interest on a page's picture: their outlines, the corners of the chosen one, and what is being drawn.
import type { AoiShape } from '../../../src/session/aoi-shapes.ts';
import { isInView, placeAoi, type Aoi } from '../../../src/session/aois.ts';
import type { Box, Session } from '../../../src/session/session-data.ts';
import type { SessionPage } from '../../../src/session/session-pages.ts';
import { listHandles } from './shape-edits.ts';
import type { Drawing } from './use-drawing.ts';

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
  const { draft, hovered } = drawing;
  return (
    <g class="areas">
      {aois
        .filter((aoi) => page.views.some((view) => isInView(aoi, session.views[view]!)))
        .map((aoi) => (
          <g
            key={aoi.id}
            class={aoi.id === selected ? 'areas__area areas__area--selected' : 'areas__area'}
            style={{ color: aoi.colour }}
            // In lower case: in SVG an attribute of another name makes nothing focusable.
            tabindex={0}
            role="button"
            aria-pressed={aoi.id === selected}
            aria-label={`${aoi.name}: ${describeShape(aoi.shape)}`}
            data-testid="area"
            onKeyDown={(event) => {
              if (event.key === 'Enter' || event.key === ' ') {
                event.preventDefault();
                onSelect(aoi.id);
              } else onKey(event, aoi);
            }}
            onPointerDown={(event) => drawing.grab(event, aoi)}
          >
            {listShapes(aoi, session, page).map((shape, index) => (
              <Outline key={index} shape={shape} />
            ))}
            <AreaName aoi={aoi} shape={listShapes(aoi, session, page)[0]} px={px} />
            {aoi.id === selected &&
              aoi.shape.type !== 'selector' &&
              listHandles(aoi.shape).map(({ handle, point }) => (
                <rect
                  key={handle}
                  class="areas__handle"
                  x={point.xDocumentPx - 5 * px}
                  y={point.yDocumentPx - 5 * px}
                  width={10 * px}
                  height={10 * px}
                  onPointerDown={(event) => drawing.grab(event, aoi, handle)}
                />
              ))}
          </g>
        ))}
      {draft && (
        <g class="areas__draft">
          <Outline shape={draft} />
        </g>
      )}
      {hovered && (
        <g class="areas__hovered">
          <Outline shape={{ type: 'rectangle', ...hovered.box }} />
        </g>
      )}
    </g>
  );
}

function Outline({ shape }: { shape: AoiShape }) {
  if (shape.type === 'polygon') {
    return (
      <polygon points={shape.points.map((point) => `${point.xDocumentPx},${point.yDocumentPx}`).join(' ')} />
    );
  }
  const { xDocumentPx: x, yDocumentPx: y, widthPx, heightPx } = shape;
  return shape.type === 'rectangle' ? (
    <rect x={x} y={y} width={widthPx} height={heightPx} />
  ) : (
    <ellipse cx={x + widthPx / 2} cy={y + heightPx / 2} rx={widthPx / 2} ry={heightPx / 2} />
  );
}

function AreaName({ aoi, shape, px }: { aoi: Aoi; shape: AoiShape | undefined; px: number }) {
  if (!shape) return null;
  const { x, y } =
    shape.type === 'polygon'
      ? { x: shape.points[0]!.xDocumentPx, y: shape.points[0]!.yDocumentPx }
      : { x: shape.xDocumentPx, y: shape.yDocumentPx };
  return (
    <text
      class="areas__name"
      aria-hidden="true"
      x={x + 6 * px}
      y={y + 17 * px}
      style={{ fontSize: 13 * px, strokeWidth: 3.5 * px }}
    >
      {aoi.name}
    </text>
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
