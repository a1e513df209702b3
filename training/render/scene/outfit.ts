/** What somebody puts on for a sitting: glasses on most days, now and then a cap, a headset or earbuds. */
import { smoothBetween, type Random } from '../random.ts';
import { drawGlasses, type GlassesDesign } from './glasses-design.ts';
import { fitGlasses, type Glasses } from './glasses.ts';
import { poseHand, PROPPERS } from './hand.ts';
import { fitEarbuds, fitHeadset } from './headset.ts';
import { fitCover, type HeadCover } from './headwear.ts';
import type { Mesh } from './mesh.ts';
import { shadeUnder } from '../raster/shade-under.ts';
import type { Person } from './person.ts';
import { skinColour } from './skin.ts';
import type { StrandMesh } from './strand-mesh.ts';

/** Owners of glasses, and how often they have them on: together 35 %. */
const OWNERS = 0.38;
const WORN = 0.92;

/**
 * Dresses a person for a sitting.
 * @param wardrobe the person's own stream: what somebody owns is the same in all sittings
 * @param today the sitting's stream
 */
export function dress(person: Person, wardrobe: Random, today: Random, shift = false): Person {
  const glasses = chooseGlasses(person, wardrobe.fork('glasses'), today.fork('glasses'), shift);
  const cover = chooseCover(person.complexion.beard, wardrobe.fork('cover'), today.fork('cover'));
  const ears = chooseEars(wardrobe.fork('ears'), today.fork('ears'));
  const { head } = person;
  const fit = today.fork('fit');
  const worn: Mesh[] = [];
  if (cover) worn.push(fitCover(cover, head, wardrobe.fork('cloth')));
  if (ears === 'headset') worn.push(fitHeadset(head, wardrobe.fork('headset')));
  if (ears === 'earbuds' && cover !== 'scarf') worn.push(fitEarbuds(head, fit));
  const hair = cover ? person.hair && hairUnder(cover, person.hair) : person.hair;
  const shading = [...worn, ...(hair ? [hair] : [])];
  const openness = shadeUnder(head, person.skin.openness, shading);
  return {
    ...person,
    skin: { ...person.skin, openness },
    hair,
    ...(glasses && { glasses }),
    ...(wardrobe.fork('hand').chance(PROPPERS) && {
      hand: poseHand(head, skinColour(person.complexion), [0.2, 0.2, 0.22], today.fork('hand')),
    }),
    wear: [...person.wear, ...worn, ...(glasses ? [glasses.temples, glasses.front] : [])],
  };
}

/** Five in a hundred wear a cap today, some a beanie, some women always a headscarf. */
export function chooseCover(beard: number, wardrobe: Random, today: Random): HeadCover | undefined {
  if (wardrobe.chance(0.055) && beard < 0.02) return 'scarf';
  const hat = today.uniform(0, 1);
  return hat < 0.05 ? 'cap' : hat < 0.075 ? 'beanie' : undefined;
}

/** One in ten has a headset on, 8 % earbuds. */
export function chooseEars(wardrobe: Random, today: Random): 'headset' | 'earbuds' | undefined {
  const owned = wardrobe.uniform(0, 1);
  if (owned < 0.2) return today.chance(0.5) ? 'headset' : undefined;
  return owned < 0.4 && today.chance(0.4) ? 'earbuds' : undefined;
}

/** Hair that shows below a cover's edge; a headscarf hides all of it. */
function hairUnder(cover: HeadCover, hair: StrandMesh): StrandMesh | undefined {
  if (cover === 'scarf') return undefined;
  const { positions } = hair;
  const covered = hair.strands.cover.map((value, v) => {
    const y = positions[3 * v + 1]! - (positions[3 * v + 2]! > 2 ? 6.3 : 4.6);
    return value * smoothBetween(0.6, -0.6, y);
  });
  return { ...hair, strands: { ...hair.strands, cover: covered } };
}

/** The glasses that somebody has on today, if any. */
export function chooseDesign(wardrobe: Random, today: Random, shift: boolean): GlassesDesign | undefined {
  if (!wardrobe.chance(OWNERS) || !today.chance(WORN)) return undefined;
  return drawGlasses(wardrobe.fork('design'), shift);
}

function chooseGlasses(person: Person, wardrobe: Random, today: Random, shift: boolean): Glasses | undefined {
  const design = chooseDesign(wardrobe, today, shift);
  if (!design) return undefined;
  return fitGlasses(design, person.head, person.eyes, {
    slideCm: wardrobe.chance(0.3) ? today.uniform(0.1, 0.8) : today.uniform(0, 0.15),
    rollDeg: today.normal(0, 0.8),
  });
}
