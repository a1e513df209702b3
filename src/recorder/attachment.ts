// What an element's box moves with, read from the styles of it and what it lies in.
import type { Attachment } from '../session/session-data.ts';

/** Boxes are whole device pixels, styles are not. */
const ROUNDING_PX = 1.5;

/**
 * `viewport` where it, or what it lies in, is fixed or sticks to the viewport now; `scroller` where it lies in a scroller of
 * the page; else `document`. The innermost decides: a list that scrolls in a fixed sidebar is in a scroller.
 */
export function findAttachment(element: Element): Attachment {
  for (let at: Element | null = element; at; at = getParent(at)) {
    const style = getComputedStyle(at);
    // What scrolls may be fixed itself: its content moves in it all the same.
    if (at !== element && isScroller(at, style)) return 'scroller';
    if (style.position === 'fixed' || isInTopLayer(at)) return 'viewport';
    if (style.position === 'sticky' && isStuck(at, style)) return 'viewport';
  }
  return 'document';
}

/** The innermost scroller of the page that an element lies in; null where it moves with the document or the viewport. */
export function findScroller(element: Element): Element | null {
  for (let at = getParent(element); at; at = getParent(at)) {
    if (isScroller(at, getComputedStyle(at))) return at;
  }
  return null;
}

export function getParent(element: Element): Element | null {
  if (element.assignedSlot) return element.assignedSlot;
  if (element.parentElement) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

/** Modal dialogs and popovers are positioned in the viewport, unless their author says otherwise. */
export function isInTopLayer(element: Element): boolean {
  return element.matches(':modal') && getComputedStyle(element).position !== 'absolute';
}

/** It scrolls, and is not what scrolls the document. Clipped content counts once it has been moved. */
export function isScroller(element: Element, { overflowX, overflowY }: CSSStyleDeclaration): boolean {
  const { documentElement, body, scrollingElement } = document;
  if (element === documentElement || element === body || element === scrollingElement) return false;
  const wide = element.scrollWidth > element.clientWidth + 1 && scrolls(overflowX, element.scrollLeft);
  return wide || (element.scrollHeight > element.clientHeight + 1 && scrolls(overflowY, element.scrollTop));
}

function scrolls(overflow: string, movedPx: number): boolean {
  return overflow === 'auto' || overflow === 'scroll' || (overflow === 'hidden' && movedPx !== 0);
}

/** Whether a sticky element is held where it sticks: one of its edges is at the place that its style names. */
function isStuck(element: Element, style: CSSStyleDeclaration): boolean {
  const scroller = findScroller(element);
  // Held by an inner scroller, it moves with that one.
  if (scroller) return false;
  const box = element.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.scrollingElement ?? document.documentElement;
  const edges = [
    [style.top, box.top],
    [style.left, box.left],
    [style.bottom, clientHeight - box.bottom],
    [style.right, clientWidth - box.right],
  ] as const;
  return edges.some(
    ([name, atPx]) => name !== 'auto' && Math.abs(atPx - Number.parseFloat(name)) < ROUNDING_PX,
  );
}
