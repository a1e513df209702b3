/** Something that happens in the middle of a sequence: the person leans, the light changes, or somebody else takes the seat. */
import type { Cue } from './performance.ts';

/**
 * `lean`: the head moves by 10 cm within about a second and stays there. `light`: from one frame to the next the light is another.
 * `guest`: the chair is empty for 3 s, then somebody else sits in it and goes on.
 */
export type EventKind = 'lean' | 'light' | 'guest';
export const EVENTS: readonly EventKind[] = ['lean', 'light', 'guest'];

/** An event and when it begins, milliseconds after the first frame: the frame of that time is the first that it changes. */
export interface SceneEvent {
  readonly kind: EventKind;
  readonly atMs: number;
}

/** How long the chair is empty before the guest comes. */
export const VACANT_S = 3;
/** How far people lean. */
const LEAN_CM = 10;

/** What an event changes in what is asked for at a time; nothing before it begins. */
export function cueEvent(
  event: SceneEvent | undefined,
  timestampMs: number,
): Pick<Cue, 'leaning' | 'relit' | 'guest' | 'absence' | 'visitor'> {
  if (!event || timestampMs < event.atMs) return {};
  switch (event.kind) {
    case 'lean':
      return { leaning: true };
    case 'light':
      return { relit: true };
    case 'guest':
      return timestampMs < event.atMs + 1000 * VACANT_S
        ? { absence: 'nobody', visitor: false }
        : { guest: true };
  }
}

/** By how much whoever sits at a distance leans, cm away from the screen: 10 nearer, but 10 back where that would be nearer than `nearestCm`. */
export function leanFrom(distanceCm: number, nearestCm: number): number {
  return distanceCm - LEAN_CM < nearestCm ? LEAN_CM : -LEAN_CM;
}

/** People are numbered in blocks of this many, and guests come from the other half of the block. */
const BLOCK = 50;

/**
 * Who comes as the guest of a numbered person: `p0026` of `p0001` and the other way round, `p0076` of `p0051`. So the guests of the
 * people that are held back (p0001 .. p0050) are held back too.
 */
export function guestOf(person: string): string {
  const [, letter, digits] = /^(\D+)(\d+)$/.exec(person) ?? [];
  if (!letter || !digits) throw new RangeError(`'${person}' has no number, so nobody is known as the guest.`);
  const index = Number(digits) - 1;
  const place = index % BLOCK;
  const other = index - place + ((place + BLOCK / 2) % BLOCK);
  return letter + String(other + 1).padStart(digits.length, '0');
}
