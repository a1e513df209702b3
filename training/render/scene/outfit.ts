/** What somebody puts on for a sitting: glasses, on most days the same. */
import type { Random } from '../random.ts';
import { drawGlasses, fitGlasses, type Glasses, type GlassesDesign } from './glasses.ts';
import type { Person } from './person.ts';

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
  return {
    ...person,
    ...(glasses && { glasses }),
    wear: [...person.wear, ...(glasses ? [glasses.temples, glasses.front] : [])],
  };
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
