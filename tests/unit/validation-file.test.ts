import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ValidationRow } from '../../src/storage/validations.ts';
import { formatAccuracyFile, isReadable, parseAccuracyFile } from '../../src/validation/file-format.ts';
import { computeFigures } from '../../src/validation/figures.ts';
import { gradeFigures } from '../../src/validation/grade.ts';
import type { Trial } from '../../src/validation/trial.ts';
import { makeValidationRow, type Json } from './validation-rows.ts';

const ADA = 'ada-000000';
const SCREEN = { widthPx: 1920, heightPx: 1080 };

const parse = (json: unknown, most = 25) => parseAccuracyFile(json, 'a.group.zip', 'checks/a.json', most);

function makeFile(change: (check: Json, file: Json) => void = () => undefined): Json {
  const file = structuredClone(formatAccuracyFile(ADA, [makeValidationRow('one')])) as Json;
  change(file.checks[0], file);
  return file;
}

const span = { screenPct: 1, diagonalPct: 1, px: 1, cm: null, deg: null };

function withTrials(id: string, trials: Trial[], other: Partial<ValidationRow> = {}): ValidationRow {
  const figures = computeFigures(trials, { screen: SCREEN });
  return makeValidationRow(id, { trials, figures, ...gradeFigures(figures), ...other });
}

describe('an accuracy file', () => {
  const target = { xScreen: 0.5, yScreen: -0.2 };
  const trial = (samples: Trial['samples'], untilMs = 1200): Trial => ({
    target,
    fromMs: 0,
    untilMs,
    expectedSamples: 0,
    samples,
  });
  it.each<[what: string, row: ValidationRow]>([
    ['as it is made', makeValidationRow('one')],
    [
      'with all that may be told',
      makeValidationRow('one', {
        camera: 'Tisch-Kamera “2”',
        distanceCm: 60.5,
        kind: 'full',
        advance: 'auto',
      }),
    ],
    ['on a screen of unknown size', makeValidationRow('one', { screen: { id: '1920x1080@1', ...SCREEN } })],
    ['without one sample', withTrials('one', [trial([]), trial([])])],
    [
      'with one sample',
      withTrials('one', [trial([{ timestampMs: 5, xScreen: 1.4, yScreen: -0.3 }]), trial([])]),
    ],
    [
      'with samples of one time',
      withTrials('one', [trial([5, 5].map((timestampMs) => ({ timestampMs, xScreen: 0.5, yScreen: 0.5 })))]),
    ],
  ])('gives back a check %s', (_, row) => {
    expect(isReadable(row)).toBe(true);
    const text = JSON.stringify(formatAccuracyFile(ADA, [row]));
    expect(parse(JSON.parse(text))).toEqual({ person: ADA, checks: [row] });
  });

  it.each([3, 4, 5, 6, 7])('gives back the checks that a database of version %i holds', (version) => {
    const url = new URL(`../fixtures/databases/version-${version}.json`, import.meta.url);
    const { tables } = JSON.parse(readFileSync(url, 'utf8')) as { tables: { validations: ValidationRow[] } };
    expect(tables.validations).not.toHaveLength(0);
    for (const row of tables.validations) {
      expect(parse(formatAccuracyFile(row.personId, [row])).checks).toEqual([row]);
    }
  });

  it('leaves out what it does not know, and what is of one computer alone', () => {
    const row = makeValidationRow('one', { elsewhere: true });
    expect(formatAccuracyFile(ADA, [row]).checks[0]).not.toHaveProperty('elsewhere');
    const file = makeFile((check) => {
      check.elsewhere = true;
      check.personId = 'ben-000000';
      check.trials[0].samples[0].note = 'x'.repeat(10_000);
    });
    expect(parse(file).checks).toEqual([makeValidationRow('one')]);
  });

  it.each<[what: string, words: RegExp, change: (check: Json, file: Json) => void]>([
    ['another format', /format is "fovea-group"/, (_, file) => (file.format = 'fovea-group')],
    ['another version', /version is 2; .* reads version 1/, (_, file) => (file.version = 2)],
    ['nobody', /person is ""/, (_, file) => (file.person = '')],
    ['no list', /checks is missing; it must be a list/, (_, file) => delete file.checks],
    ['no check', /checks.length is 0; it must be 1 to 25/, (_, file) => (file.checks = [])],
    ['many', /checks.length is 26/, (_, file) => (file.checks = Array(26).fill(file.checks[0]))],
    ['no object', /checks\[0\] is null; it must be an object/, (_, file) => (file.checks[0] = null)],
    ['a path as id', /checks\[0\].id is "..\/x"/, (check) => (check.id = '../x')],
    [
      'no time',
      /createdAt is "2026-13-01T00:00:00.000Z"/,
      (check) => (check.createdAt = '2026-13-01T00:00:00.000Z'),
    ],
    ['another kind', /kind is "slow"; it must be one of quick, full/, (check) => (check.kind = 'slow')],
    ['another way on', /advance is 1/, (check) => (check.advance = 1)],
    ['no screen', /screen is missing/, (check) => delete check.screen],
    ['a screen of no width', /screen.widthPx is 0/, (check) => (check.screen.widthPx = 0)],
    ['a huge screen', /screen.heightPx is 10000000/, (check) => (check.screen.heightPx = 1e7)],
    ['half a size', /screen.heightCm is missing/, (check) => delete check.screen.heightCm],
    ['a negative distance', /distanceCm is -1/, (check) => (check.distanceCm = -1)],
    ['a word for yes', /fullscreen is "yes"/, (check) => (check.fullscreen = 'yes')],
    ['a long camera', /camera .* at most 500/, (check) => (check.camera = 'c'.repeat(501))],
    ['another backend', /tracker.backend is "quantum"/, (check) => (check.tracker.backend = 'quantum')],
    ['another start', /tracker.startedFrom is missing/, (check) => delete check.tracker.startedFrom],
    ['more than full', /tracker.windowFilled is 1.5/, (check) => (check.tracker.windowFilled = 1.5)],
    ['grade 7', /checks\[0\].grade is 7/, (check) => (check.grade = 7)],
    ['a grade in words', /grade is "1"/, (check) => (check.grade = '1')],
    ['another reason', /because is "luck"/, (check) => (check.because = 'luck')],
    ['an area of text', /areaPct is "8"/, (check) => (check.areaPct = '8')],
    ['a figure below 0', /figures.accuracy.px is -1/, (check) => (check.figures.accuracy.px = -1)],
    ['no unit', /figures.precisionSd.deg is missing/, (check) => delete check.figures.precisionSd.deg],
    ['an angle behind', /precisionRms.deg is 181/, (check) => (check.figures.precisionRms.deg = 181)],
    ['no accuracy of samples', /figures.accuracy is null/, (check) => (check.figures.accuracy = null)],
    ['a huge rate', /samplingRateHz is 1e\+300/, (check) => (check.figures.samplingRateHz = 1e300)],
    ['more lost than there was', /dataLossPct is 101/, (check) => (check.figures.dataLossPct = 101)],
    ['other dots', /figures.targets is 13; its trials have 1/, (check) => (check.figures.targets = 13)],
    ['other samples', /figures.samples is 3; its trials have 2/, (check) => (check.figures.samples = 3)],
    ['no trial', /trials.length is 0/, (check) => (check.trials = [])],
    ['many trials', /trials.length is 21/, (check) => (check.trials = Array(21).fill(check.trials[0]))],
    [
      'many samples',
      /samples.length is 401/,
      ({ trials: [one] }) => (one.samples = Array(401).fill(one.samples[0])),
    ],
    [
      'a dot far away',
      /trials\[0\].target.xScreen is 1000/,
      (check) => (check.trials[0].target.xScreen = 1000),
    ],
    ['no place', /samples\[1\].yScreen is null/, (check) => (check.trials[0].samples[1].yScreen = null)],
    ['no window', /untilMs is 0; it must be after 0/, (check) => (check.trials[0].untilMs = 0)],
    [
      'a sample after its window',
      /samples\[1\].timestampMs is 1000; it must lie from 0 to 1000/,
      (check) => (check.trials[0].samples[1].timestampMs = 1000),
    ],
    [
      'samples in no order',
      /samples\[1\].timestampMs is 0; it must/,
      ({ trials: [one] }) => one.samples.reverse(),
    ],
    [
      'an accuracy of no sample',
      /figures.accuracy is .*nothing to take it from/,
      (check) => {
        check.trials[0].samples = [];
        Object.assign(check.figures, { accuracy: span, samples: 0, targetsMeasured: 0 });
      },
    ],
  ])('is refused with %s, and says where', (_, words, change) => {
    expect(() => parse(makeFile(change))).toThrow(words);
    expect(() => parse(makeFile(change))).toThrow(/^a\.group\.zip, checks\/a\.json: /);
  });

  it('knows a stored check that no file could give back', () => {
    const { figures } = makeValidationRow('one');
    const damaged = { ...figures, dataLossPct: NaN };
    expect(isReadable(makeValidationRow('one', { figures: damaged }))).toBe(false);
  });
});
