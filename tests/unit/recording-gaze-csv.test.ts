// The table of gaze samples.
import { expect, it } from 'vitest';
import { toGazeCsv } from '../../src/recording/gaze-csv.ts';

it('starts with the names of its columns and ends every row with CR LF', () => {
  const csv = toGazeCsv([
    { timestampMs: 0, xScreen: 0.25, yScreen: 1, confidence: 0.5 },
    { timestampMs: 33.333_333, xScreen: -0.012_345_678, yScreen: 1.05, confidence: 0.912_36 },
  ]);
  expect(csv).toBe(
    'timestampMs,xScreen,yScreen,confidence\r\n0,0.25,1,0.5\r\n33.333,-0.012346,1.05,0.9124\r\n',
  );
});

it('is a header alone where there are no samples', () => {
  expect(toGazeCsv([])).toBe('timestampMs,xScreen,yScreen,confidence\r\n');
});

it.each([
  [3_600_000, '3600000'],
  [100, '100'],
  [1e-9, '0'],
  [-1e-9, '0'],
  [Number.NaN, ''],
  [Number.POSITIVE_INFINITY, ''],
])('writes %d ms as "%s", never with an exponent', (timestampMs, text) => {
  const [, row] = toGazeCsv([{ timestampMs, xScreen: 0.5, yScreen: 0.5, confidence: 1 }]).split('\r\n');
  expect(row).toBe(`${text},0.5,0.5,1`);
});
