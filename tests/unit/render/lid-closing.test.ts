import { describe, expect, it } from 'vitest';
import type { Facekit } from '../../../training/render/assets/facekit.ts';
import type { EyeAnatomy } from '../../../training/render/scene/eye-anatomy.ts';
import { fitClosing } from '../../../training/render/scene/lid-closing.ts';
import { LID_MARGINS } from '../../../training/render/scene/lid-margins.ts';
import { findLidContact, layLids } from '../../../training/render/scene/lids.ts';

const VERTICES = 5000;
const RADIUS = 1.2;
const OPENING_CM = 0.5;
const { upper, lower } = LID_MARGINS[0]!;
const eye = {
  centre: [0, 0, 0],
  scleraRadius: RADIUS,
  corneaRadius: 0.78,
  corneaLever: 0.5,
  irisLever: 1.02,
} as unknown as EyeAnatomy;

/** A head of nothing but two lids on an eyeball, the upper one arched over the lower. */
function drawLids(): Float32Array {
  const head = new Float32Array(VERTICES * 3).fill(50);
  for (const [margin, arch] of [
    [lower, 0],
    [upper, OPENING_CM],
  ] as const)
    margin.forEach((v, k) => {
      const t = k / (margin.length - 1);
      const x = 0.9 - 1.8 * t;
      const y = arch * Math.sin(Math.PI * t);
      head.set([x, y, Math.sqrt((RADIUS + 0.02) ** 2 - x * x - y * y)], 3 * v);
    });
  return head;
}

/** The blink of the head comes down by this share of the opening only. */
function blinkBy(share: number): Facekit {
  const inner = upper.slice(1, -1);
  const offsets = inner.flatMap((_, k) => [
    0,
    -share * OPENING_CM * Math.sin((Math.PI * (k + 1)) / (upper.length - 1)),
    0,
  ]);
  const shape = { indices: Uint32Array.from(inner), offsets: Float32Array.from(offsets) };
  return { expressions: new Map([['eyeBlink_R', shape]]) } as unknown as Facekit;
}

/** The widest gap along the upper lid's edge at a blink of 1, cm. */
function widestGap(share: number, fit: boolean): number {
  const head = drawLids();
  const kit = blinkBy(share);
  const found = findLidContact(head, VERTICES, eye);
  const contact = fit ? fitClosing(kit, head, found, eye, 0) : found;
  const { indices, offsets } = kit.expressions.get('eyeBlink_R')!;
  indices.forEach((v, k) => (head[3 * v + 1] = head[3 * v + 1]! + offsets[3 * k + 1]!));
  layLids(head, contact, eye, [0, 0, 1], 1);
  return Math.max(...upper.slice(1, -1).map((v) => head[3 * v + 1]!));
}

describe('fitClosing', () => {
  it('shuts lids that the blink of the head leaves open', () => {
    for (const share of [0, 0.5, 0.8]) {
      expect(widestGap(share, false)).toBeGreaterThan(0.08);
      expect(widestGap(share, true)).toBeLessThan(0);
    }
  });

  it('leaves lids alone that overlap already', () => {
    expect(widestGap(1.3, true)).toBeCloseTo(widestGap(1.3, false), 2);
  });

  it('holds the lid at rest where it is', () => {
    const head = drawLids();
    const contact = fitClosing(blinkBy(0.5), head, findLidContact(head, VERTICES, eye), eye, 0);
    const fitted = head.slice();
    const plain = head.slice();
    layLids(fitted, contact, eye, [0, 0, 1], 0);
    layLids(plain, findLidContact(head, VERTICES, eye), eye, [0, 0, 1], 0);
    expect(fitted).toEqual(plain);
  });
});
