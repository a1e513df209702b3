import { expect, it } from 'vitest';
import { estimateBytes } from '../../src/storage/estimate-bytes.ts';

it.each([
  ['a file', new Blob([new Uint8Array(5000)]), 5000],
  ['numbers', new Float64Array(1000), 8000],
  ['a buffer', new ArrayBuffer(3000), 3000],
  ['text', 'x'.repeat(2000), 2000],
  ['rows of such', [{ jpeg: new Blob([new Uint8Array(5000)]), name: 'x'.repeat(2000) }], 7000],
])('of %s is a little more than its content', (_, value, bytes) => {
  expect(estimateBytes(value)).toBeGreaterThanOrEqual(bytes);
  expect(estimateBytes(value)).toBeLessThan(bytes + 200);
});

it.each([[undefined], [null], [1], [true], [new Date(0)], [{}], [[]]])(
  'of %j is next to nothing',
  (value) => {
    expect(estimateBytes(value)).toBeLessThan(20);
  },
);
