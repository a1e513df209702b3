// What a new area of interest is called, coloured, and where it counts.
import type { Aoi } from '../../../src/session/aois.ts';
import { AREA_COLOURS } from '../../../src/ui/areas/area-colours.ts';

/** A name that none has, the colour that is used least, and the page's address. */
export function makeAoi(shape: Aoi['shape'], urlPattern: string, others: readonly Aoi[], name?: string): Aoi {
  const uses = (colour: string): number => others.filter((aoi) => aoi.colour === colour).length;
  const colour = AREA_COLOURS.reduce((best, one) => (uses(one) < uses(best) ? one : best));
  let number = others.length + 1;
  while (others.some((aoi) => aoi.name === `Area ${number}`)) number += 1;
  return { id: crypto.randomUUID(), name: name ?? `Area ${number}`, colour, urlPattern, shape };
}

/** `#shop > main > article:nth-of-type(2) > h2` -> `h2`: what a picked element is called until it is renamed. */
export function nameElement(selector: string, tag: string): string {
  const id = /#([\w-]+)$/.exec(selector)?.[1];
  return id ?? tag;
}
