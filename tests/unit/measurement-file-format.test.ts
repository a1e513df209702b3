import { describe, expect, it } from 'vitest';
import { formatMeasurement, frameFile, parseMeasurement } from '../../src/measurement/file-format.ts';
import { MeasurementFileError } from '../../src/measurement/measurement-file-error.ts';
import { makeJson, type MeasurementJson } from './measurement-files.ts';

describe('parseMeasurement', () => {
  it('reads what DESIGN describes', () => {
    const measurement = parseMeasurement(makeJson(), 'anna.zip');
    expect(measurement).toMatchObject({
      id: 'p0001-m1',
      person: 'p0001',
      screen: { widthPx: 1920, heightCm: 19.4 },
      camera: { label: 'Test camera' },
    });
    expect(measurement.frames).toHaveLength(3);
    expect(measurement.frames[1]).toMatchObject({
      file: 'frames/001.jpg',
      x: 0.5,
      timestampMs: 1500.5,
      eyes: 'open',
    });
  });

  it('does without every optional key', () => {
    const json = makeJson(1);
    json.screen = { widthPx: 10, heightPx: 10 };
    json.camera = { widthPx: 10, heightPx: 10 };
    json.frames = [{ file: 'frames/a.jpg', x: 0, y: 1, timestampMs: 0 }];
    const { screen, frames } = parseMeasurement(json, 'a');
    expect(screen.widthCm).toBeUndefined();
    expect(frames[0]?.eyes).toBeUndefined();
  });

  it('keeps unknown keys apart and writes them back', () => {
    const json = makeJson(1);
    json.studio = { light: 'left' };
    (json.camera as Record<string, unknown>).verticalFovDeg = 45;
    Object.assign(json.frames[0] as object, { truth: { headPosition: [1, 2, 60] } });
    const measurement = parseMeasurement(json, 'a');
    expect(measurement.extra).toEqual({ studio: { light: 'left' } });
    expect(measurement.camera.extra).toEqual({ verticalFovDeg: 45 });
    expect(measurement.frames[0]?.extra).toEqual({ truth: { headPosition: [1, 2, 60] } });
    expect(JSON.parse(JSON.stringify(formatMeasurement(measurement)))).toEqual(json);
  });

  it('treats a key named __proto__ as data', () => {
    const json = JSON.parse(
      JSON.stringify(makeJson(1)).replace('"format"', '"__proto__":{"polluted":true},"format"'),
    ) as unknown;
    const measurement = parseMeasurement(json, 'a');
    expect((measurement.extra as { polluted?: boolean }).polluted).toBeUndefined();
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  const refusals: [what: string, spoil: (json: MeasurementJson) => unknown, reason: RegExp][] = [
    [
      'another format',
      (json) => (json.format = 'webgazer'),
      /format is "webgazer"; it must be "fovea-measurement"/,
    ],
    ['a missing format', (json) => delete json.format, /format is missing/],
    ['a later version', (json) => (json.version = 2), /version is 2; .* version 1/],
    ['a version as text', (json) => (json.version = '1'), /version is "1"/],
    ['no id', (json) => (json.id = ' '), /id is " "; it must not be empty/],
    ['an id that is no text', (json) => (json.id = 7), /id is 7; it must be text/],
    ['a person of 501 letters', (json) => (json.person = 'x'.repeat(501)), /person .* at most 500/],
    ['a date in words', (json) => (json.createdAt = 'yesterday'), /createdAt is "yesterday"/],
    ['a day that does not exist', (json) => (json.createdAt = '2026-13-45T10:00:00Z'), /createdAt/],
    ['no screen', (json) => delete json.screen, /screen is missing/],
    ['a screen of no width', (json) => (json.screen = { widthPx: 0, heightPx: 9 }), /screen\.widthPx is 0/],
    ['a list as a camera', (json) => (json.camera = []), /camera is \[\]; it must be an object/],
    ['no frames', (json) => (json.frames = []), /frames\.length is 0/],
    ['frames that are no list', (json) => ((json as Record<string, unknown>).frames = {}), /frames is \{\}/],
    [
      'x = 1.2',
      (json) => (json.frames[1]!.x = 1.2),
      /frames\[1\]\.x is 1\.2; it must be a number from 0 to 1/,
    ],
    ['y = -0.01', (json) => (json.frames[2]!.y = -0.01), /frames\[2\]\.y is -0\.01/],
    ['x as text', (json) => (json.frames[0]!.x = '0.5'), /frames\[0\]\.x is "0\.5"/],
    ['x that is not a number', (json) => (json.frames[0]!.x = Number.NaN), /frames\[0\]\.x/],
    ['an endless time', (json) => (json.frames[0]!.timestampMs = Infinity), /frames\[0\]\.timestampMs/],
    [
      'eyes of another word',
      (json) => (json.frames[0]!.eyes = 'shut'),
      /eyes is "shut"; .* open, closed, absent/,
    ],
    [
      'a name that climbs out',
      (json) => (json.frames[0]!.file = 'frames/../../etc/passwd.jpg'),
      /frames\[0\]\.file/,
    ],
    ['a name from the root', (json) => (json.frames[0]!.file = '/frames/000.jpg'), /frames\[0\]\.file/],
    ['a name elsewhere', (json) => (json.frames[0]!.file = 'photos/000.jpg'), /a plain name/],
    ['a name with backslashes', (json) => (json.frames[0]!.file = 'frames\\000.jpg'), /frames\[0\]\.file/],
    ['one photo twice', (json) => (json.frames[2]!.file = json.frames[0]!.file), /frames\[0\] already uses/],
  ];

  it.each(refusals)('refuses %s', (_what, spoil, reason) => {
    const json = makeJson();
    spoil(json);
    const error = catchError(() => parseMeasurement(json, 'anna.measurement.zip'));
    expect(error).toBeInstanceOf(MeasurementFileError);
    expect(error).toMatchObject({ source: 'anna.measurement.zip', entry: 'measurement.json' });
    expect((error as Error).message).toMatch(/^anna\.measurement\.zip, measurement\.json: /);
    expect((error as MeasurementFileError).reason).toMatch(reason);
  });

  it.each([null, 'text', 5, []])('refuses %j as a whole', (json) => {
    expect(() => parseMeasurement(json, 'a.zip')).toThrow(/it must be an object/);
  });
});

it('numbers frame files so that they sort', () => {
  expect([0, 7, 42, 100, 1234].map(frameFile)).toEqual([
    'frames/000.jpg',
    'frames/007.jpg',
    'frames/042.jpg',
    'frames/100.jpg',
    'frames/1234.jpg',
  ]);
});

function catchError(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was refused');
}
