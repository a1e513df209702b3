// Where gaze lies in the picture of a page: it sticks to the content that was looked at, wherever that had moved to.
import type { DocumentPoint } from '../screen/spaces.ts';
import type { SeenElement, Session } from './session-data.ts';

/** An element so many screens high or wide holds a page rather than being looked at: see {@link isReference}. */
const LARGEST_SCREENS = 2;
const WHOLE_PAGE_TAGS = new Set(['html', 'body']);

type Anchored = Pick<Session, 'elements' | 'samples' | 'info'>;

/**
 * A sample's place in the view's picture, document px: the place in its element's reference box,
 *
 *     x = box x + place in the element (0..1) * box width
 *
 * so that gaze on a sticky header, in an inner scroller, or on what was moved by a banner that came later lies on what
 * was seen. Without an element to hold on to it is where in the document the gaze was. null: lost, or off the page.
 */
export function anchorSample({ elements, samples, info }: Anchored, index: number): DocumentPoint | null {
  const [x, y] = [samples.xDocumentPx[index]!, samples.yDocumentPx[index]!];
  if (Number.isNaN(x) || Number.isNaN(y)) return null;
  const element = elements[samples.element[index]!];
  const [xElement, yElement] = [samples.xElement[index]!, samples.yElement[index]!];
  if (!element || Number.isNaN(xElement) || Number.isNaN(yElement) || !isReference(element, info.screen)) {
    return { xDocumentPx: x, yDocumentPx: y };
  }
  const { box } = element;
  return {
    xDocumentPx: box.xDocumentPx + xElement * box.widthPx,
    yDocumentPx: box.yDocumentPx + yElement * box.heightPx,
  };
}

/**
 * A click's place in the view's picture. Only its element is known, not where in it: where the element's reference box
 * holds the click's place in the document, that; elsewhere the element had moved, and the middle of its box stands for it.
 */
export function anchorClick(
  { elements }: Pick<Session, 'elements'>,
  click: DocumentPoint & { element: number },
): DocumentPoint {
  const { xDocumentPx, yDocumentPx } = click;
  const box = elements[click.element]?.box;
  if (!box) return { xDocumentPx, yDocumentPx };
  const [x, y] = [xDocumentPx - box.xDocumentPx, yDocumentPx - box.yDocumentPx];
  const inside = x >= 0 && y >= 0 && x <= box.widthPx && y <= box.heightPx;
  return {
    xDocumentPx: inside ? xDocumentPx : box.xDocumentPx + box.widthPx / 2,
    yDocumentPx: inside ? yDocumentPx : box.yDocumentPx + box.heightPx / 2,
  };
}

/** {@link anchorSample} of all samples as two columns; NaN where there is no place. */
export function anchorSamples(session: Anchored): {
  xDocumentPx: Float32Array<ArrayBuffer>;
  yDocumentPx: Float32Array<ArrayBuffer>;
} {
  const count = session.samples.timestampMs.length;
  const columns = { xDocumentPx: new Float32Array(count), yDocumentPx: new Float32Array(count) };
  for (let i = 0; i < count; i += 1) {
    const place = anchorSample(session, i);
    columns.xDocumentPx[i] = place?.xDocumentPx ?? NaN;
    columns.yDocumentPx[i] = place?.yDocumentPx ?? NaN;
  }
  return columns;
}

/**
 * Whether a place in the element says more than one in the document. Of what holds the whole page it does not: it grows
 * with what is loaded below, and half way down it is then somewhere else.
 */
function isReference({ tag, attachment, box }: SeenElement, screen: Session['info']['screen']): boolean {
  if (WHOLE_PAGE_TAGS.has(tag)) return false;
  if (attachment !== 'document') return true;
  return box.widthPx <= LARGEST_SCREENS * screen.widthPx && box.heightPx <= LARGEST_SCREENS * screen.heightPx;
}
