// Accuracy checks as they are stored.
import type { ValidationRow } from '../../src/storage/validations.ts';
import { computeFigures } from '../../src/validation/figures.ts';
import { gradeFigures } from '../../src/validation/grade.ts';

/** What a file says, changed by whoever is not trusted. */
// oxlint-disable-next-line typescript/no-explicit-any -- a test puts anything anywhere.
export type Json = Record<string, any>;

/** One dot with two samples, a tenth of the screen's width beside it. */
export function makeValidationRow(id: string, other: Partial<ValidationRow> = {}): ValidationRow {
  const samples = [0, 100].map((timestampMs) => ({ timestampMs, xScreen: 0.6, yScreen: 0.1 }));
  const target = { xScreen: 0.5, yScreen: 0.1 };
  const trials = [{ target, fromMs: 0, untilMs: 1000, expectedSamples: 2, samples }];
  const screen = { widthPx: 1000, heightPx: 750, widthCm: 40, heightCm: 30 };
  const figures = computeFigures(trials, { screen });
  return {
    id,
    personId: 'ada-000000',
    createdAt: '2026-02-03T04:05:06.000Z',
    kind: 'quick',
    advance: 'space',
    screen: { id: '1000x750@1', ...screen },
    fullscreen: true,
    tracker: { backend: 'wasm', startedFrom: 'population', windowFilled: 1 },
    figures,
    ...gradeFigures(figures),
    trials,
    ...other,
  };
}
