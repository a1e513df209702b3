// Where the picture of a page shows the elements that were looked at, out of all that was told of where they were.
import { findHomes, holdsMiddle, isSameBox, listShown, type Home } from './fixture-homes.ts';
import type { ToldElement } from './session-chunks.ts';
import type { Box, SeenElement, Shot, View } from './session-data.ts';
import { makePageKey } from './session-pages.ts';

type PagePicture = { shown: readonly Shot[]; homes: ReadonlyMap<string, Home> };

/**
 * Each element with the box that the page's picture (`stitchShots`) has it in:
 *
 *     in a fixture   its place in that, where that has its home
 *     otherwise      the last box of it that the newest picture of that place shows it in; without one, the last
 *
 * @param told in the order in which it was told
 */
export function placeElements(
  told: readonly ToldElement[],
  views: readonly View[],
  shots: readonly Shot[],
): SeenElement[] {
  const byElement: ToldElement[][] = [];
  for (const one of told) (byElement[one.index] ??= []).push(one);
  const pictureOf = createPictures(views, shots);
  const fixturesOf = createLastingFixtures(told);
  const elements: SeenElement[] = [];
  // A session that a crash cut short may have holes in its list.
  for (const own of Object.values(byElement)) {
    const { fixture, measuredMs: _, ...last } = own.at(-1)!;
    const picture = pictureOf(last.view);
    const home =
      fixture && (picture.homes.get(fixture.selector)?.box ?? fixturesOf(last.view, fixture.selector));
    const box = fixture && home ? moveAlong(last.box, fixture.box, home) : findShownBox(own, picture.shown);
    elements[last.index] = { ...last, box };
  }
  return elements;
}

/** By view: those of one page have one picture. */
function createPictures(views: readonly View[], shots: readonly Shot[]): (view: number) => PagePicture {
  const nameOf = (view: number): string => makePageKey(views[view]?.url ?? '');
  const pictures = new Map<string, PagePicture>();
  return (view) => {
    const name = nameOf(view);
    const known = pictures.get(name);
    if (known) return known;
    const shown = listShown(shots.filter((shot) => nameOf(shot.view) === name));
    const made = { shown, homes: findHomes(shown) };
    pictures.set(name, made);
    return made;
  };
}

/** Without a picture what lies in one fixture is where that was met first, so that it stays together. */
function createLastingFixtures(told: readonly ToldElement[]): (view: number, selector: string) => Box {
  const first = new Map<string, Box>();
  for (const { view, fixture } of told) {
    const key = fixture && `${view} ${fixture.selector}`;
    if (key !== undefined && !first.has(key)) first.set(key, fixture!.box);
  }
  return (view, selector) => first.get(`${view} ${selector}`)!;
}

function moveAlong(box: Box, from: Box, to: Box): Box {
  return {
    ...box,
    xDocumentPx: box.xDocumentPx + to.xDocumentPx - from.xDocumentPx,
    yDocumentPx: box.yDocumentPx + to.yDocumentPx - from.yDocumentPx,
  };
}

function findShownBox(told: readonly ToldElement[], shown: readonly Shot[]): Box {
  const { box, view, measuredMs } = told.at(-1)!;
  // Sessions that were recorded before it was told keep what was told last.
  if (told.length === 1 || measuredMs === undefined) return box;
  const seen = told.findLast((one) => {
    // Of what is longer than a viewport no picture need hold the middle; then the last box counts.
    const shot = shown.find((candidate) => holdsMiddle(candidate, one.box));
    if (!shot) return false;
    // Of another visit it is not known; what was there is there still, as far as anybody can tell.
    return shot.view !== view || isSameBox(findBoxAt(told, shot.timestampMs), one.box);
  });
  return seen?.box ?? box;
}

/** Where an element was when a picture was taken, as far as was told; before anything was, where it was met. */
function findBoxAt(told: readonly ToldElement[], timestampMs: number): Box {
  return (told.findLast(({ measuredMs = Infinity }) => measuredMs <= timestampMs) ?? told[0]!).box;
}
