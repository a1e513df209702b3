// What the pointer does on the picture of a page, or on any other: draw a new area, pick an element, move an area or one of its corners.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { DocumentPoint } from '../../screen/spaces.ts';
import type { AoiShape } from '../../session/aoi-shapes.ts';
import type { AoiSelector } from '../../session/aois.ts';
import type { Box } from '../../session/session-data.ts';
import type { DocumentSize } from '../../session/session-pages.ts';
import { findElementAt, LEAST_SIDE_PX, moveShape, resizeShape, spanBox, type Handle } from './shape-edits.ts';

export type Tool = 'select' | 'rectangle' | 'ellipse' | 'polygon' | 'element';

/** What an element is picked for here. */
type Pickable = { box: Box };

/** One that a selector finds cannot be moved. */
export type DrawnArea = { id: string; shape: AoiShape | AoiSelector };

type Options<E extends Pickable> = {
  tool: Tool;
  size: DocumentSize;
  /** What can be picked. */
  elements?: readonly E[];
  onShape: (shape: AoiShape) => void;
  onElement?: (element: E) => void;
  onSelect: (id: string | null) => void;
  /** `dragging` until the pointer is let go. */
  onEdit: (id: string, shape: AoiShape, dragging: boolean) => void;
};

/** What a press of the pointer took hold of. */
type Grip =
  | { kind: 'new'; from: DocumentPoint }
  | { kind: 'move'; id: string; shape: AoiShape; from: DocumentPoint }
  | { kind: 'resize'; id: string; shape: AoiShape; handle: Handle };

export type Drawing<E extends Pickable = Pickable> = {
  /** The shape that is being drawn. */
  draft: AoiShape | null;
  /** The element that a click would pick. */
  hovered: E | null;
  /** For the stage's SVG. */
  svgProps: Record<string, unknown>;
  /** For an area and its corners. */
  grab(event: PointerEvent, area: DrawnArea, handle?: Handle): void;
};

export function useDrawing<E extends Pickable>(options: Options<E>): Drawing<E> {
  const { tool, size, elements = [], onShape, onElement, onSelect, onEdit } = options;
  const [draft, setDraft] = useState<AoiShape | null>(null);
  const [hovered, setHovered] = useState<E | null>(null);
  const grip = useRef<Grip | null>(null);
  const edited = useRef<AoiShape | null>(null);
  const corners = useRef<DocumentPoint[]>([]);
  const reset = (): void => {
    grip.current = null;
    corners.current = [];
    setDraft(null);
    setHovered(null);
  };
  useEffect(reset, [tool]);

  const toPoint = (event: PointerEvent | MouseEvent): DocumentPoint => {
    const svg = (event.currentTarget as SVGElement).closest('svg')!;
    const { left, top, width, height } = svg.getBoundingClientRect();
    return {
      xDocumentPx: ((event.clientX - left) / width) * size.widthPx,
      yDocumentPx: ((event.clientY - top) / height) * size.heightPx,
    };
  };

  const finishPolygon = (): void => {
    if (corners.current.length >= 3) onShape({ type: 'polygon', points: corners.current });
    reset();
  };

  const press = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const point = toPoint(event);
    if (tool === 'select') onSelect(null);
    else if (tool === 'rectangle' || tool === 'ellipse') {
      grip.current = { kind: 'new', from: point };
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
    }
  };

  const move = (event: PointerEvent): void => {
    const point = toPoint(event);
    const held = grip.current;
    if (tool === 'element') setHovered(findElementAt(elements, point));
    else if (tool === 'polygon' && corners.current.length > 0) {
      setDraft({ type: 'polygon', points: [...corners.current, point] });
    } else if (held?.kind === 'new' && tool !== 'select') {
      setDraft({ type: tool as 'rectangle' | 'ellipse', ...spanBox(held.from, point) });
    } else if (held && held.kind !== 'new') {
      edited.current =
        held.kind === 'move'
          ? moveShape(
              held.shape,
              Math.round(point.xDocumentPx - held.from.xDocumentPx),
              Math.round(point.yDocumentPx - held.from.yDocumentPx),
            )
          : resizeShape(held.shape, held.handle, point);
      onEdit(held.id, edited.current, true);
    }
  };

  const release = (): void => {
    const held = grip.current;
    grip.current = null;
    if (held?.kind === 'new') {
      if (draft && draft.type !== 'polygon' && Math.min(draft.widthPx, draft.heightPx) >= LEAST_SIDE_PX) {
        onShape(draft);
      }
      setDraft(null);
    } else if (held && edited.current) onEdit(held.id, edited.current, false);
    edited.current = null;
  };

  const click = (event: MouseEvent): void => {
    if (tool === 'element') {
      const element = findElementAt(elements, toPoint(event));
      if (element) onElement?.(element);
    } else if (tool === 'polygon') {
      // The second press of a double click is the end, not a corner.
      if (event.detail > 1) return;
      corners.current = [...corners.current, toPoint(event)];
      setDraft({ type: 'polygon', points: corners.current });
    }
  };

  return {
    draft,
    hovered,
    svgProps: {
      onPointerDown: press,
      onPointerMove: move,
      onPointerUp: release,
      onPointerCancel: reset,
      onPointerLeave: () => setHovered(null),
      onClick: click,
      onDblClick: finishPolygon,
      style: { cursor: tool === 'select' ? 'default' : 'crosshair', pointerEvents: 'all' },
    },
    grab(event, { id, shape }, handle) {
      if (tool !== 'select' || event.button !== 0) return;
      event.stopPropagation();
      onSelect(id);
      if (shape.type === 'selector') return;
      const from = toPoint(event);
      grip.current =
        handle === undefined ? { kind: 'move', id, shape, from } : { kind: 'resize', id, shape, handle };
      (event.currentTarget as Element).closest('svg')!.setPointerCapture(event.pointerId);
    },
  };
}
