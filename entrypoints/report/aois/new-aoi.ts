// What a new area of interest is called, coloured, and where it counts.
import type { Aoi } from '../../../src/session/aois.ts';

/** Okabe and Ito's, which every kind of colour vision tells apart, without black and yellow, which pages are full of. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00'];

/** A name that none has, the colour that is used least, and the page's address. */
export function makeAoi(shape: Aoi['shape'], urlPattern: string, others: readonly Aoi[], name?: string): Aoi {
  const uses = (colour: string): number => others.filter((aoi) => aoi.colour === colour).length;
  const colour = COLOURS.reduce((best, one) => (uses(one) < uses(best) ? one : best));
  let number = others.length + 1;
  while (others.some((aoi) => aoi.name === `Area ${number}`)) number += 1;
  return { id: crypto.randomUUID(), name: name ?? `Area ${number}`, colour, urlPattern, shape };
}

/** `#shop > main > article:nth-of-type(2) > h2` -> `h2`: what a picked element is called until it is renamed. */
export function nameElement(selector: string, tag: string): string {
  const id = /#([\w-]+)$/.exec(selector)?.[1];
  return id ?? tag;
}
