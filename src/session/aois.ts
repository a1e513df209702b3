// Areas of interest: parts of pages that gaze is counted for. An area is a shape in the picture of a page, or the
// elements that a CSS selector finds. Areas may overlap; what lies in two counts for both.
import type { DocumentPoint } from '../screen/spaces.ts';
import { fitsPattern } from './address-pattern.ts';
import { containsPoint, findBounds, type AoiShape } from './aoi-shapes.ts';
import { createSelectorMatcher } from './selector-match.ts';
import type { Box, SeenElement, Session, View } from './session-data.ts';

export type Aoi = {
  id: string;
  name: string;
  /** `#rrggbb`. */
  colour: string;
  /**
   * The views that it is in: those whose address without its fragment (`#...`) is this, where `*` stands for any
   * characters, none included; `*` alone is every view. A pattern with a `#` is held against the whole address.
   */
  urlPattern: string;
  shape: AoiShape | AoiSelector;
};

/** See `selector-match.ts` for which elements of a recorded page it finds. */
export type AoiSelector = { type: 'selector'; selector: string };

/** Where gaze was: a fixation is one, and so is a sample with its anchored place. */
export type GazePlace = {
  view: number;
  /** `SeenElement.index`, -1 where there was none. */
  element: number;
  xDocumentPx: number | null;
  yDocumentPx: number | null;
};

/** An area in one session. */
export type PlacedAoi = {
  aoi: Aoi;
  /** By `View.index`: whether it is in that view. */
  inView: readonly boolean[];
  /** Whether gaze there is gaze on it. Edges belong to it. */
  contains(place: GazePlace): boolean;
  /** What it covers of a view's picture, for drawing and measuring: its shape's bounds, or the elements' boxes. */
  boxesIn(view: number): Box[];
};

/** Finds an area in a session's views. @throws {SelectorError} for a selector that this reads no sense in */
export function placeAoi(aoi: Aoi, session: Pick<Session, 'views' | 'elements'>): PlacedAoi {
  const inView = session.views.map((view) => isInView(aoi, view));
  const { shape } = aoi;
  if (shape.type === 'selector') return placeSelector(aoi, shape.selector, inView, session.elements);
  const bounds = findBounds(shape);
  return {
    aoi,
    inView,
    contains: (place) => inView[place.view] === true && isPlace(place) && containsPoint(shape, place),
    boxesIn: (view) => (inView[view] ? [bounds] : []),
  };
}

export function isInView({ urlPattern }: Pick<Aoi, 'urlPattern'>, { url }: Pick<View, 'url'>): boolean {
  return fitsPattern(url, urlPattern);
}

function placeSelector(
  aoi: Aoi,
  selector: string,
  inView: readonly boolean[],
  elements: readonly SeenElement[],
): PlacedAoi {
  const matcher = createSelectorMatcher(selector);
  const relations = elements.map((element) => (inView[element.view] ? matcher.relate(element) : 'none'));
  const found: SeenElement[][] = inView.map(() => []);
  // A session that a crash cut short may have holes in its list: `values` leaves them out.
  for (const element of Object.values(elements)) {
    if (relations[element.index] === 'match') found[element.view]!.push(element);
  }
  return {
    aoi,
    inView,
    contains(place) {
      const relation = place.element === -1 ? 'none' : relations[place.element];
      if (relation === 'match' || relation === 'within') return true;
      if (relation !== 'unknown' || !isPlace(place)) return false;
      const own = elements[place.element]!;
      return found[place.view]!.some(
        (element) => movesAlike(own, element) && containsPoint({ type: 'rectangle', ...element.box }, place),
      );
    },
    boxesIn: (view) => (found[view] ?? []).map(({ box }) => box),
  };
}

/** What stays in the viewport, as dialogs do, is no part of what scrolls beneath it, though it lies in its box. */
function movesAlike(a: SeenElement, b: SeenElement): boolean {
  return (a.attachment === 'viewport') === (b.attachment === 'viewport');
}

function isPlace(place: GazePlace): place is GazePlace & DocumentPoint {
  return place.xDocumentPx !== null && place.yDocumentPx !== null;
}
