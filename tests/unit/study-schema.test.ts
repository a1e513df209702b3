import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { studySchema } from '../../src/study/definition.ts';
import { makeJsonSchemas } from '../../src/study/json-schemas.ts';
import { submissionSchema } from '../../src/study/submission.ts';
import { readExampleText } from '../fixtures/studies/read-example.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Place = { path: (string | number)[]; value: Json };

const schemas = makeJsonSchemas();
// A pattern beside it says what a time is; the format of that name says no more.
const ajv = new Ajv2020({ allowUnionTypes: true, formats: { 'date-time': true } });
const study = JSON.parse(await readExampleText()) as Json;

const time = '2026-11-27T09:30:00.000Z';
const figures = {
  grade: 2,
  accuracyPct: 4.5,
  precisionPct: null,
  accuracyDeg: null,
  precisionDeg: null,
  dataLossPct: 3,
  samplingRateHz: 28,
  targets: 5,
  targetsMeasured: 5,
};
const submission: Json = {
  format: 'fovea-submission',
  version: 1,
  id: 'run-00000001',
  study: { id: 'tea-shop', revision: 1, hash: 'a'.repeat(64) },
  participant: 'K7PX2M9Q',
  language: 'de',
  startedAt: time,
  finishedAt: '2026-11-27T11:30:00+02:00',
  status: 'complete',
  consent: { version: '1', textHash: 'b'.repeat(64), agreedAt: time },
  environment: {
    screen: { widthPx: 1280, heightPx: 800, widthCm: 34.5 },
    userAgent: 'a',
    foveaVersion: '0.1.0',
    glasses: false,
  },
  detail: 'samples',
  measurement: { targets: 9, takenAt: time },
  checks: [
    {
      kind: 'check',
      checkedAt: time,
      timestampMs: 100,
      task: 'buy',
      figures,
      drift: { xScreen: 0.01, yScreen: -0.02 },
      correction: null,
    },
  ],
  tasks: [
    {
      task: 'buy',
      position: 0,
      outcome: 'success',
      startMs: 0,
      endMs: 900,
      pauses: [{ startMs: 3, endMs: 4 }],
    },
  ],
  answers: [
    { question: 'ease', task: 'buy', value: 5, answeredAt: time },
    { question: 'teas', value: ['green'], answeredAt: time },
    { question: 'usability', value: [1, 2, 3, 4, 5, 1, 2, 3, 4, 5], answeredAt: time },
    { question: 'why', value: null, answeredAt: time },
  ],
  files: [{ file: 'session.session.zip', bytes: 1000, sha256: 'c'.repeat(64) }],
};

const FORMATS = [
  { name: 'fovea-study-1.schema.json', example: study, parser: studySchema },
  { name: 'fovea-submission-1.schema.json', example: submission, parser: submissionSchema },
];

describe.each(FORMATS)('$name', ({ name, example, parser }) => {
  const validate = ajv.compile(schemas[name]!);
  const places = listPlaces(example);

  it('is published as it is now (npm run schemas)', async () => {
    const published = await readFile(new URL(`../../public/schema/${name}`, import.meta.url), 'utf8');
    expect(JSON.parse(published)).toEqual(schemas[name]);
  });

  it('takes the example, as the program does', () => {
    expect(parser.safeParse(example).error).toBeUndefined();
    expect(validate(example)).toBe(true);
  });

  it('agrees with the program on whatever becomes of the example', () => {
    const seen = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(fc.array(change(places), { minLength: 1, maxLength: 3 }), (changes) => {
        const changed = changes.reduce((value, apply) => apply(value), structuredClone(example));
        const { success } = parser.safeParse(changed);
        seen[success ? 'taken' : 'refused'] += 1;
        expect(validate(changed), JSON.stringify(validate.errors)).toBe(success);
      }),
      { numRuns: 3000 },
    );
    // Where all were refused at the first glance, the two would agree on nothing much.
    expect(seen.taken).toBeGreaterThan(150);
    expect(seen.refused).toBeGreaterThan(150);
  });
});

/** Every value of a document, the innermost ones too. */
function listPlaces(value: Json, path: Place['path'] = []): Place[] {
  const inner =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, one]) =>
          listPlaces(one, [...path, Array.isArray(value) ? Number(key) : key]),
        )
      : [];
  return [{ path, value }, ...inner];
}

/** What a value may become: another of its kind, one from elsewhere in the document, or something odd. */
function change(places: readonly Place[]): fc.Arbitrary<(root: Json) => Json> {
  const inner = fc.constantFrom(...places.slice(1));
  const odd = fc.constantFrom<Json>(
    null,
    true,
    false,
    0,
    1,
    -1,
    0.5,
    2,
    9,
    25,
    1e6,
    1e300,
    '',
    'a',
    'en',
    'https://a.example/x',
    'http:///',
    'ftp://a/',
    'a b',
    '*',
    'https://*.a.example/*',
    '*://*/*',
    'https://*',
    'age1' + 'q'.repeat(58),
    'AGE1X',
    'data:image/png;base64,AA==',
    'data:image/gif;base64,AA==',
    '2026-02-29T00:00:00Z',
    '2028-02-29T00:00:00.5+01:00',
    '2026-11-27',
    'a'.repeat(65),
    'b'.repeat(20_001),
    'success',
    'aois',
    'random',
    [],
    {},
    [null],
    { a: 1 },
    { en: 'a' },
    { e: 'a' },
    { kind: 'done' },
    { kind: 'time', afterS: 3 },
    { question: 'ease', isAnyOf: [1, 'a'] },
  );
  return fc.oneof(
    inner.map(
      ({ path }) =>
        (root: Json) =>
          edit(root, path, (parent, key) => {
            if (Array.isArray(parent)) parent.splice(Number(key), 1);
            else delete parent[key];
          }),
    ),
    fc.tuple(inner, odd).map(
      ([{ path }, value]) =>
        (root: Json) =>
          edit(root, path, (parent, key) => set(parent, key, value)),
    ),
    fc.tuple(inner, inner).map(
      ([{ path }, { value }]) =>
        (root: Json) =>
          edit(root, path, (parent, key) => set(parent, key, value)),
    ),
    fc
      .tuple(
        inner,
        fc.constantFrom('extra', 'id', 'url', 'showIf', 'recipient', 'timeLimitS', 'reason', 'task'),
        odd,
      )
      .map(
        ([{ path }, key, value]) =>
          (root: Json) =>
            edit(root, [...path, key], (parent, name) => {
              if (!Array.isArray(parent)) set(parent, name, value);
            }),
      ),
    inner.map(
      ({ path }) =>
        (root: Json) =>
          edit(root, path, (parent, key) => {
            if (Array.isArray(parent)) parent.push(structuredClone(parent[Number(key)] ?? null));
          }),
    ),
  );
}

type Holder = Json[] | Record<string, Json>;

function set(parent: Holder, key: string | number, value: Json): void {
  (parent as Record<string | number, Json>)[key] = structuredClone(value);
}

/** Changes what holds the place; nothing where an earlier change took it away. */
function edit(root: Json, path: Place['path'], apply: (parent: Holder, key: string | number) => void): Json {
  let parent: Json | undefined = root;
  for (const step of path.slice(0, -1)) {
    if (typeof parent !== 'object' || parent === null) return root;
    parent = (parent as Record<string | number, Json>)[step];
  }
  if (typeof parent === 'object' && parent !== null) apply(parent, path.at(-1)!);
  return root;
}
