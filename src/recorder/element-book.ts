// The elements of a view that gaze or a click has met: their numbers, their boxes, and when those have to be told again.
import type { Box, SeenElement } from '../session/session-data.ts';
import { findAttachment, findScroller } from './attachment.ts';
import { createSelectorFinder } from './selector.ts';

export type ElementBook = {
  /** The element's number; met for the first time, it is told with its box of now. */
  note(element: Element): number;
  /**
   * As `note`, of what was clicked in a frame of the view, or in one inside of that: its selector goes on below the frame's.
   * @param frameId tells frames apart that look the same from here
   */
  noteInFrame(
    frame: Element,
    frameId: number,
    seen: Pick<SeenElement, 'selector' | 'tag' | 'attachment' | 'box'>,
  ): number;
  /** The view was pictured: all that is seen of it now is where the picture shows it. */
  measureSeen(): void;
  /** From here on elements belong to another view. */
  turnTo(view: number): void;
  /** What is to be told since the last time. */
  drain(): SeenElement[];
};

export function createElementBook(page: Window = window): ElementBook {
  let findSelector = createSelectorFinder();
  let count = 0;
  let view = 0;
  let known = new Map<Element, SeenElement>();
  let inFrames = new Map<string, number>();
  let news = new Map<number, SeenElement>();

  const tell = (element: Element, index: number): void => {
    const seen: SeenElement = {
      index,
      view,
      selector: findSelector(element),
      tag: element.localName.toLowerCase(),
      attachment: findAttachment(element),
      box: toBox(element.getBoundingClientRect(), page),
    };
    known.set(element, seen);
    news.set(index, seen);
  };

  return {
    note(element) {
      const before = known.get(element);
      if (before) return before.index;
      tell(element, count);
      count += 1;
      return count - 1;
    },
    noteInFrame(frame, frameId, { attachment, ...seen }) {
      const selector = `${findSelector(frame)} >>> ${seen.selector}`;
      const key = `${frameId} ${selector}`;
      const before = inFrames.get(key);
      if (before !== undefined) return before;
      const index = count;
      count += 1;
      inFrames.set(key, index);
      // What does not scroll in its frame goes where that goes.
      const ofFrame = attachment === 'scroller' ? attachment : findAttachment(frame);
      news.set(index, { ...seen, index, view, selector, attachment: ofFrame });
      return index;
    },
    measureSeen() {
      for (const [element, { index, box, attachment }] of known) {
        // Its box stays where the last picture showed it.
        if (!element.isConnected) known.delete(element);
        else if (isSeen(element, attachment === 'scroller', page)) {
          const now = toBox(element.getBoundingClientRect(), page);
          if (!isSameBox(now, box) || findAttachment(element) !== attachment) tell(element, index);
        }
      }
    },
    turnTo(next) {
      view = next;
      known = new Map();
      inFrames = new Map();
      // An app may have given the same element another id.
      findSelector = createSelectorFinder();
    },
    drain() {
      const told = [...news.values()];
      news = new Map();
      return told;
    },
  };
}

function toBox({ left, top, width, height }: DOMRect, page: Window): Box {
  return {
    xDocumentPx: round(left + page.scrollX),
    yDocumentPx: round(top + page.scrollY),
    widthPx: round(width),
    heightPx: round(height),
  };
}

/** Tenths of a pixel are fine enough, and short in messages. */
const round = (px: number): number => Math.round(px * 10) / 10;

function isSameBox(a: Box, b: Box): boolean {
  return (
    a.xDocumentPx === b.xDocumentPx &&
    a.yDocumentPx === b.yDocumentPx &&
    a.widthPx === b.widthPx &&
    a.heightPx === b.heightPx
  );
}

/** In the viewport, and not scrolled out of what it lies in. */
function isSeen(element: Element, inScroller: boolean, page: Window): boolean {
  const box = element.getBoundingClientRect();
  if (!overlaps(box, { left: 0, top: 0, right: page.innerWidth, bottom: page.innerHeight })) return false;
  const scroller = inScroller ? findScroller(element) : null;
  return !scroller || overlaps(box, scroller.getBoundingClientRect());
}

type Edges = Pick<DOMRect, 'left' | 'top' | 'right' | 'bottom'>;

function overlaps(a: Edges, b: Edges): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}
