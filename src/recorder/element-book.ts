// The elements of a view that gaze or a click has met: their numbers, their boxes, and when those have to be told again.
import type { ToldElement } from '../session/session-chunks.ts';
import type { Box, Fixture, SeenElement, Shot } from '../session/session-data.ts';
import { findAttachment, findScroller } from './attachment.ts';
import { findFixture, lookAround, readBox } from './fixtures.ts';
import { createFreePlaces } from './free-places.ts';
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
  /** What is in sight of what stays in the viewport, and where the page has what stays there only at times. */
  listFixtures(): Pick<Shot, 'fixtures' | 'homes'>;
  /** The view was pictured at this time: all that is seen of it now is where the picture shows it. */
  measureSeen(timestampMs: number): void;
  /** From here on elements belong to another view. */
  turnTo(view: number): void;
  /** What is to be told since the last time. */
  drain(): ToldElement[];
};

export function createElementBook(page: Window = window): ElementBook {
  let findSelector = createSelectorFinder();
  let count = 0;
  let view = 0;
  let known = new Map<Element, ToldElement>();
  let inFrames = new Map<string, number>();
  let news: ToldElement[] = [];
  let freePlaces = createFreePlaces(page);

  const readFixture = (element: Element): Fixture => ({
    selector: findSelector(element),
    box: readBox(element, page),
  });
  const readMotion = (element: Element): Pick<ToldElement, 'attachment' | 'fixture'> => {
    const fixture = findFixture(element, page);
    return { attachment: findAttachment(element), ...(fixture && { fixture: readFixture(fixture) }) };
  };
  const tell = (element: Element, told: ToldElement): void => {
    known.set(element, told);
    news.push(told);
  };

  return {
    note(element) {
      const before = known.get(element);
      if (before) return before.index;
      const index = count;
      count += 1;
      tell(element, {
        index,
        view,
        selector: findSelector(element),
        tag: element.localName.toLowerCase(),
        box: readBox(element, page),
        measuredMs: Date.now(),
        ...readMotion(element),
      });
      return index;
    },
    noteInFrame(frame, frameId, { attachment, ...seen }) {
      const selector = `${findSelector(frame)} >>> ${seen.selector}`;
      const key = `${frameId} ${selector}`;
      const before = inFrames.get(key);
      if (before !== undefined) return before;
      const index = count;
      count += 1;
      inFrames.set(key, index);
      const ofFrame = readMotion(frame);
      // What does not scroll in its frame goes where that goes.
      const motion = attachment === 'scroller' ? { ...ofFrame, attachment } : ofFrame;
      news.push({ ...seen, ...motion, index, view, selector, measuredMs: Date.now() });
      return index;
    },
    listFixtures() {
      const sight = lookAround(page);
      freePlaces.note(sight);
      const homes = freePlaces.list().map(([element, box]) => ({ selector: findSelector(element), box }));
      return { fixtures: sight.fixtures.map(readFixture), ...(homes.length > 0 && { homes }) };
    },
    measureSeen(timestampMs) {
      for (const [element, told] of known) {
        // Its box stays where the last picture showed it.
        if (!element.isConnected) known.delete(element);
        else if (isSeen(element, told.attachment === 'scroller', page)) {
          const { fixture: _, ...own } = told;
          const now = { ...own, box: readBox(element, page), ...readMotion(element) };
          if (!isSamePlace(now, told)) tell(element, { ...now, measuredMs: timestampMs });
        }
      }
    },
    turnTo(next) {
      view = next;
      known = new Map();
      inFrames = new Map();
      freePlaces = createFreePlaces(page);
      // An app may have given the same element another id.
      findSelector = createSelectorFinder();
    },
    drain() {
      const told = news;
      news = [];
      return told;
    },
  };
}

/** Of what lies in something that stays in the viewport: at the same place in that, wherever the page is scrolled to. */
function isSamePlace(a: ToldElement, b: ToldElement): boolean {
  if (a.attachment !== b.attachment || a.fixture?.selector !== b.fixture?.selector) return false;
  if (a.fixture && b.fixture) return isSameBox(findPlaceIn(a.fixture, a), findPlaceIn(b.fixture, b));
  return isSameBox(a.box, b.box);
}

function findPlaceIn(fixture: Fixture, { box }: ToldElement): Box {
  const xDocumentPx = box.xDocumentPx - fixture.box.xDocumentPx;
  return { ...box, xDocumentPx, yDocumentPx: box.yDocumentPx - fixture.box.yDocumentPx };
}

/** Boxes are told in tenths. */
const ROUNDING_PX = 0.15;

function isSameBox(a: Box, b: Box): boolean {
  const keys = ['xDocumentPx', 'yDocumentPx', 'widthPx', 'heightPx'] as const;
  return keys.every((key) => Math.abs(a[key] - b[key]) < ROUNDING_PX);
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
