// Areas made and changed by hand.
import { describe, expect, it } from 'vitest';
import {
  findElementAt,
  growShape,
  listHandles,
  moveShape,
  resizeShape,
  spanBox,
} from '../../src/ui/areas/shape-edits.ts';
import type { AoiShape } from '../../src/session/aoi-shapes.ts';

const at = (xDocumentPx: number, yDocumentPx: number) => ({ xDocumentPx, yDocumentPx });
const RECTANGLE: AoiShape = { type: 'rectangle', ...at(100, 50), widthPx: 40, heightPx: 20 };
const TRIANGLE: AoiShape = { type: 'polygon', points: [at(0, 0), at(10, 0), at(0, 20)] };

describe('a shape', () => {
  it('spans two points, wherever the second lies', () => {
    expect(spanBox(at(30, 40), at(10, 60))).toEqual({ ...at(10, 40), widthPx: 20, heightPx: 20 });
  });

  it('moves', () => {
    expect(moveShape(RECTANGLE, -10, 5)).toMatchObject(at(90, 55));
    expect(moveShape(TRIANGLE, 1, 2)).toEqual({ type: 'polygon', points: [at(1, 2), at(11, 2), at(1, 22)] });
  });

  it.each([
    ['nw', at(90, 40), { ...at(90, 40), widthPx: 50, heightPx: 30 }],
    ['se', at(200, 100), { ...at(100, 50), widthPx: 100, heightPx: 50 }],
    ['ne', at(150, 60), { ...at(100, 60), widthPx: 50, heightPx: 10 }],
    // Over the opposite corner.
    ['se', at(60, 20), { ...at(60, 20), widthPx: 40, heightPx: 30 }],
  ] as const)('is resized by its corner %s', (handle, to, box) => {
    expect(resizeShape(RECTANGLE, handle, to)).toEqual({ type: 'rectangle', ...box });
  });

  it('is never made to nothing', () => {
    expect(resizeShape(RECTANGLE, 'se', at(101, 51))).toBe(RECTANGLE);
    expect(growShape(RECTANGLE, -100, -100)).toMatchObject({ widthPx: 4, heightPx: 4 });
  });

  it('grows with all its corners', () => {
    const { points } = growShape(TRIANGLE, 10, 20) as Extract<AoiShape, { type: 'polygon' }>;
    expect(points).toEqual([at(0, 0), at(20, 0), at(0, 40)]);
  });

  it('has a handle at each corner, which is where it is taken hold of', () => {
    expect(listHandles(RECTANGLE).map(({ handle }) => handle)).toEqual(['nw', 'ne', 'se', 'sw']);
    expect(listHandles(TRIANGLE)).toHaveLength(3);
  });
});

it('the element under a point is the smallest one', () => {
  const page = { box: { ...at(0, 0), widthPx: 1000, heightPx: 1000 } };
  const button = { box: { ...at(10, 10), widthPx: 20, heightPx: 20 } };
  expect(findElementAt([button, page], at(15, 15))).toBe(button);
  expect(findElementAt([button, page], at(50, 50))).toBe(page);
  expect(findElementAt([button], at(50, 50))).toBeNull();
});
