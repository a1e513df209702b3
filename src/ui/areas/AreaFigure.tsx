// An area of interest on a picture: its outline and name, and, of the chosen one, what it is taken hold of by.
import type { AoiShape } from '../../session/aoi-shapes.ts';
import type { Aoi } from '../../session/aois.ts';
import { listHandles } from './shape-edits.ts';
import type { DrawnArea, Drawing } from './use-drawing.ts';
import './areas.css';

type Props = {
  area: DrawnArea & Pick<Aoi, 'name' | 'colour'>;
  /** Its own, or those of the elements that its selector finds. */
  shapes: readonly AoiShape[];
  /** In words, for those who cannot see it. */
  description: string;
  isSelected: boolean;
  drawing: Drawing;
  /** Document px for a px on the screen. */
  px: number;
  onSelect: (id: string) => void;
  onKey: (event: KeyboardEvent) => void;
};

export function AreaFigure({ area, shapes, description, isSelected, drawing, px, onSelect, onKey }: Props) {
  const { id, name, colour, shape } = area;
  return (
    <g
      class={isSelected ? 'areas__area areas__area--selected' : 'areas__area'}
      style={{ color: colour }}
      // In lower case: in SVG an attribute of another name makes nothing focusable.
      tabindex={0}
      role="button"
      aria-pressed={isSelected}
      aria-label={`${name}: ${description}`}
      data-testid="area"
      data-area={id}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          onSelect(id);
        } else onKey(event);
      }}
      onPointerDown={(event) => drawing.grab(event, area)}
    >
      {shapes.map((one, index) => (
        <Outline key={index} shape={one} />
      ))}
      <AreaName name={name} shape={shapes[0]} px={px} />
      {isSelected &&
        shape.type !== 'selector' &&
        listHandles(shape).map(({ handle, point }) => (
          <rect
            key={handle}
            class="areas__handle"
            x={point.xDocumentPx - 5 * px}
            y={point.yDocumentPx - 5 * px}
            width={10 * px}
            height={10 * px}
            data-handle={handle}
            onPointerDown={(event) => drawing.grab(event, area, handle)}
          />
        ))}
    </g>
  );
}

/** The shape that is being drawn, and the element that a click would pick. */
export function Drafts({ drawing: { draft, hovered } }: { drawing: Drawing }) {
  return (
    <>
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
    </>
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

function AreaName({ name, shape, px }: { name: string; shape: AoiShape | undefined; px: number }) {
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
      {name}
    </text>
  );
}
