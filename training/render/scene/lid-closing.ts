/** How far a person's upper lids have to come down beyond the head's own shape to shut on the lower ones. */
import type { Facekit } from '../assets/facekit.ts';
import { smoothBetween } from '../random.ts';
import type { EyeAnatomy } from './eye-anatomy.ts';
import { LID_MARGINS } from './lid-margins.ts';
import { layLids, type LidContact } from './lids.ts';

/** A shut lid's edge covers that of the other by this much, cm. */
const OVERLAP_CM = 0.02;
/** The lid's skin follows its edge up to this height, cm. */
const FOLLOWS_CM = 0.9;
/** Laid onto the eyeball again, a lid loses a little of the way: so often is it brought down. */
const ROUNDS = 3;
const AHEAD = [0, 0, 1] as const;

/**
 * Measures the gap that the shape `eyeBlink` leaves between the lids of this head, and what closes it.
 * @param head [V * 3] the head at rest, cm
 * @param side 0 the right eye, 1 the left
 * @returns the contact with `closing`
 */
export function fitClosing(
  facekit: Facekit,
  head: Float32Array,
  contact: LidContact,
  eye: EyeAnatomy,
  side: 0 | 1,
): LidContact {
  const { upper, lower } = LID_MARGINS[side]!;
  const { vertices } = contact;
  const closing = new Float32Array(vertices.length);
  const fitted = { ...contact, closing };
  const shape = facekit.expressions.get(side === 0 ? 'eyeBlink_R' : 'eyeBlink_L');
  if (!shape) return fitted;
  const above = Array.from(vertices, (v) => {
    const x = head[3 * v]!;
    return head[3 * v + 1]! > (heightAt(head, upper, x) + heightAt(head, lower, x)) / 2;
  });
  const shut = head.slice();
  for (let round = 0; round < ROUNDS; round++) {
    shut.set(head);
    shape.indices.forEach((v, k) => {
      for (let c = 0; c < 3; c++) shut[3 * v + c] = shut[3 * v + c]! + shape.offsets[3 * k + c]!;
    });
    layLids(shut, fitted, eye, AHEAD, 1);
    for (let k = 0; k < vertices.length; k++) {
      const v = vertices[k]!;
      const x = shut[3 * v]!;
      const edge = heightAt(shut, upper, x);
      const gap = edge - heightAt(shut, lower, x);
      // Not a number beyond the corners, where nothing is to close.
      if (!above[k] || !(gap > -OVERLAP_CM)) continue;
      const share = smoothBetween(FOLLOWS_CM, 0.05, shut[3 * v + 1]! - edge);
      closing[k] = closing[k]! - (gap + OVERLAP_CM) * share;
    }
  }
  return fitted;
}

/** Height of a lid's edge at x, cm; NaN beyond its ends. */
function heightAt(head: Float32Array, margin: readonly number[], x: number): number {
  for (let k = 1; k < margin.length; k++) {
    const a = 3 * margin[k - 1]!;
    const b = 3 * margin[k]!;
    const [ax, bx] = [head[a]!, head[b]!];
    if ((ax - x) * (bx - x) > 0) continue;
    const t = ax === bx ? 0 : (x - ax) / (bx - ax);
    return head[a + 1]! + (head[b + 1]! - head[a + 1]!) * t;
  }
  return NaN;
}
