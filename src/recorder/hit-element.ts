// Which element of a page a point of the viewport is on: the innermost, inside of open shadow roots too, past Fovea's own.
import { isOwnElement, TASK_BAR_TAG } from '../overlay/own-elements.ts';
import type { ViewportPoint } from '../screen/spaces.ts';
import { findAttachment } from './attachment.ts';

/** All elements at a point, uppermost first, without Fovea's own. Of an iframe it is the frame itself. */
function listElements({ xViewportPx, yViewportPx }: ViewportPoint, root: DocumentOrShadowRoot): Element[] {
  return root.elementsFromPoint(xViewportPx, yViewportPx).filter((element) => !isOwnElement(element));
}

export function hitElement(point: ViewportPoint, root: DocumentOrShadowRoot = document): Element | null {
  const uppermost = root.elementFromPoint(point.xViewportPx, point.yViewportPx);
  const element = uppermost && isOwnElement(uppermost) ? listElements(point, root)[0] : uppermost;
  return element ? descend(element, point) : null;
}

/** An element, and where in its box a point is, 0..1. */
export type Hit = { element: Element; place: { xElement: number; yElement: number } };

/**
 * What was at a point before the page scrolled on. What stays in the viewport is still at the point, and lay over the rest
 * then; the rest has moved, and what lies over it now did not.
 * @param movedPx how far the page has scrolled since
 */
export function hitElementBefore(point: ViewportPoint, movedPx: { x: number; y: number }): Hit | null {
  // The bar of a study's task hides what lies under it, as the overlay does not.
  if (document.elementFromPoint(point.xViewportPx, point.yViewportPx)?.localName === TASK_BAR_TAG)
    return null;
  const now = hitElement(point);
  if (now && ((movedPx.x === 0 && movedPx.y === 0) || findAttachment(now) === 'viewport')) {
    return findPlace(now, point);
  }
  const went = { xViewportPx: point.xViewportPx - movedPx.x, yViewportPx: point.yViewportPx - movedPx.y };
  const element = listElements(went, document).find((one) => findAttachment(one) !== 'viewport');
  return element ? findPlace(descend(element, went), went) : null;
}

/** What shows beyond its box, as of a pseudo-element, counts as the nearest place in it. */
function findPlace(element: Element, { xViewportPx, yViewportPx }: ViewportPoint): Hit {
  const { left, top, width, height } = element.getBoundingClientRect();
  const xElement = width > 0 ? clamp((xViewportPx - left) / width) : 0;
  const yElement = height > 0 ? clamp((yViewportPx - top) / height) : 0;
  return { element, place: { xElement, yElement } };
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share));

function descend(element: Element, point: ViewportPoint): Element {
  const { shadowRoot } = element;
  if (!shadowRoot) return element;
  const inner = shadowRoot.elementFromPoint(point.xViewportPx, point.yViewportPx);
  // What is slotted belongs to the document; a root without anything there gives its host.
  return inner && inner !== element && inner.getRootNode() === shadowRoot ? descend(inner, point) : element;
}
