// Where on the page a click in one of its frames lies, and which frame that is: from its place on the screen.
import type { GazeLocator } from '../screen/gaze-locator.ts';
import { desktopToViewport, viewportToDocument, type DocumentPoint } from '../screen/spaces.ts';
import { readPinch, readScroll } from '../screen/window-geometry.ts';
import type { Box } from '../session/session-data.ts';
import type { FrameClick } from '../session/page-report.ts';
import { hitElementBefore } from './hit-element.ts';

const FRAME_TAGS = 'iframe, frame, object, embed';

export type PlacedClick = DocumentPoint & {
  /** The page's own frame that it is in, and the box of what was clicked, where that is known. */
  frame: Element | null;
  box: Box | null;
};

/**
 * Frames of any origin and depth, however they are scrolled, say where on the screen they were clicked; the page knows where
 * it lies on the screen. The frame is the one that is there, or, where something covers it by now, the one that the click has
 * given the focus; the point is held within its rectangle.
 */
export function placeFrameClick(click: FrameClick, locator: GazeLocator): PlacedClick {
  const at = desktopToViewport(click, locator.placement(), readPinch());
  const [then, now] = [locator.findScroll(click.timestampMs), readScroll()];
  const movedPx = { x: now.xScrollPx - then.xScrollPx, y: now.yScrollPx - then.yScrollPx };
  const frame = [hitElementBefore(at, movedPx)?.element, document.activeElement].find((element) =>
    element?.matches(FRAME_TAGS),
  );
  if (!frame) return { ...viewportToDocument(at, then), frame: null, box: null };
  const rect = frame.getBoundingClientRect();
  const point = {
    xDocumentPx: hold(at.xViewportPx + then.xScrollPx, rect.left + now.xScrollPx, rect.width),
    yDocumentPx: hold(at.yViewportPx + then.yScrollPx, rect.top + now.yScrollPx, rect.height),
  };
  return { ...point, frame, box: click.on && toBox(click.on.box, point, findScale(frame, rect)) };
}

/** A frame that its page draws larger has larger pixels. */
function findScale(frame: Element, rect: DOMRect): number {
  return frame instanceof HTMLElement && frame.offsetWidth > 0 ? rect.width / frame.offsetWidth : 1;
}

function toBox(box: NonNullable<FrameClick['on']>['box'], point: DocumentPoint, scale: number): Box {
  return {
    xDocumentPx: round(point.xDocumentPx + box.leftPx * scale),
    yDocumentPx: round(point.yDocumentPx + box.topPx * scale),
    widthPx: round(box.widthPx * scale),
    heightPx: round(box.heightPx * scale),
  };
}

const hold = (px: number, fromPx: number, lengthPx: number): number =>
  round(Math.min(fromPx + lengthPx, Math.max(fromPx, px)));

/** Tenths of a pixel are fine enough, and short in messages. */
const round = (px: number): number => Math.round(px * 10) / 10;
