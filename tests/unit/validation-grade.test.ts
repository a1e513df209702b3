import { describe, expect, it } from 'vitest';
import type { ValidationFigures } from '../../src/validation/figures.ts';
import { computeAreaPct, gradeFigures } from '../../src/validation/grade.ts';
import type { Span } from '../../src/validation/span.ts';

function span(screenPct: number): Span {
  return { screenPct, diagonalPct: 0, px: 0, cm: null, deg: null };
}

function figures(
  accuracyPct: number,
  sdPct: number,
  other: Partial<ValidationFigures> = {},
): ValidationFigures {
  return {
    accuracy: span(accuracyPct),
    sampleError: span(accuracyPct),
    precisionRms: span(sdPct),
    precisionSd: span(sdPct),
    dataLossPct: 0,
    samplingRateHz: 20,
    centreErrorPct: 45,
    targets: 13,
    targetsMeasured: 13,
    samples: 300,
    ...other,
  };
}

describe('the area that can be told apart', () => {
  it('is twice the accuracy where nothing trembles', () => {
    expect(computeAreaPct(figures(10, 0))).toBeCloseTo(20, 10);
  });

  it('grows by four times the standard deviation of an axis', () => {
    const perAxis = 2;
    expect(computeAreaPct(figures(10, perAxis * Math.SQRT2))).toBeCloseTo(20 + 4 * perAxis, 10);
  });

  it('is not known where there is no gaze', () => {
    expect(computeAreaPct({ accuracy: null, precisionSd: null })).toBeNull();
  });
});

describe('the grade', () => {
  it.each([
    [4, 1],
    [4.1, 2],
    [8, 2],
    [8.1, 3],
    [13, 3],
    [13.1, 4],
    [18, 4],
    [18.1, 5],
    [27.5, 5],
    [27.6, 6],
  ])('of an accuracy of %d %% without trembling is %d', (accuracyPct, grade) => {
    expect(gradeFigures(figures(accuracyPct, 0))).toMatchObject({ grade, because: 'area' });
  });

  it('is worse where the gaze trembles', () => {
    expect(gradeFigures(figures(8, 0)).grade).toBe(2);
    expect(gradeFigures(figures(8, 4)).grade).toBe(4);
  });

  it.each([
    [19.9, 3, 'area'],
    [20, 4, 'loss'],
    [39.9, 4, 'loss'],
    [40, 5, 'loss'],
    [60, 6, 'loss'],
  ])('with %d %% lost, of an accuracy of grade 3, is %d', (dataLossPct, grade, because) => {
    expect(gradeFigures(figures(10, 0, { dataLossPct }))).toMatchObject({ grade, because });
  });

  it('is 6 where the gaze was found at too few dots, however near it was', () => {
    expect(gradeFigures(figures(1, 0, { targetsMeasured: 8 })).grade).toBe(1);
    expect(gradeFigures(figures(1, 0, { targetsMeasured: 7 }))).toMatchObject({
      grade: 6,
      because: 'few-targets',
    });
  });

  it('is 6 where always saying “the centre” would do as well', () => {
    expect(gradeFigures(figures(20, 0, { centreErrorPct: 20 }))).toMatchObject({
      grade: 6,
      because: 'no-better-than-centre',
    });
  });
});
