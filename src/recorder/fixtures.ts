// What of a page stays in the viewport while it scrolls: headers, bars, menus beside the content.
import type { Box } from '../session/session-data.ts';
import { getParent, isInTopLayer, isScroller } from './attachment.ts';
import { hitElement } from './hit-element.ts';

/** What takes more of the viewport is not beside the content: it is the content, as an app's shell or a dialog is. */
const MOST_SHARE = 0.4;
/** Places of the viewport that are looked at; nothing that people read is smaller, and few things that they press. */
const PROBE_EVERY_PX = { x: 56, y: 40 } as const;

/**
 * What an element moves with instead of the document: the fixed element that it is or lies in, or else the outermost sticky
 * one, whether that is stuck now or not; null where there is none, or where it takes most of the viewport.
 */
export function findFixture(element: Element, page: Window = window): Element | null {
  let sticky: Element | null = null;
  for (let at: Element | null = element; at; at = getParent(at)) {
    const style = getComputedStyle(at);
    // What sticks in an inner scroller moves with that one.
    if (at !== element && isScroller(at, style)) sticky = null;
    if (style.position === 'fixed' || isInTopLayer(at)) return isSmall(at, page) ? at : null;
    if (style.position === 'sticky') sticky = at;
  }
  return sticky && isSmall(sticky, page) ? sticky : null;
}

/** What is in sight. */
export type Sight = {
  fixtures: Element[];
  /** What scrolls with the page, and is as small as a fixture. */
  free: Element[];
};

export function lookAround(page: Window = window): Sight {
  const met = new Set<Element>();
  const fixtures = new Set<Element>();
  const scrolled = new Set<Element>();
  for (const yViewportPx of listProbes(page.innerHeight, PROBE_EVERY_PX.y)) {
    for (const xViewportPx of listProbes(page.innerWidth, PROBE_EVERY_PX.x)) {
      const element = hitElement({ xViewportPx, yViewportPx }, page.document);
      if (!element || met.has(element)) continue;
      met.add(element);
      const fixture = findFixture(element, page);
      if (fixture) fixtures.add(fixture);
      else addWithParents(element, scrolled);
    }
  }
  return { fixtures: [...fixtures], free: [...scrolled].filter((element) => isSmall(element, page)) };
}

function addWithParents(element: Element, to: Set<Element>): void {
  for (let at: Element | null = element; at && !to.has(at); at = getParent(at)) to.add(at);
}

/** An element's box as it is now. */
export function readBox(element: Element, page: Window): Box {
  const { left, top, width, height } = element.getBoundingClientRect();
  return {
    xDocumentPx: round(left + page.scrollX),
    yDocumentPx: round(top + page.scrollY),
    widthPx: round(width),
    heightPx: round(height),
  };
}

/** Tenths of a pixel are fine enough, and short in messages. */
const round = (px: number): number => Math.round(px * 10) / 10;

function isSmall(element: Element, { innerWidth, innerHeight }: Window): boolean {
  const { width, height } = element.getBoundingClientRect();
  return Math.min(width, innerWidth) * Math.min(height, innerHeight) <= MOST_SHARE * innerWidth * innerHeight;
}

/** From one edge to the other, both included: bars are at the edges. */
function* listProbes(lengthPx: number, everyPx: number): Generator<number> {
  const count = Math.max(1, Math.ceil(lengthPx / everyPx));
  for (let i = 0; i <= count; i += 1) yield 1 + (i / count) * Math.max(0, lengthPx - 3);
}
