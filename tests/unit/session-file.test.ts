import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MeasurementFileError } from '../../src/measurement/measurement-file-error.ts';
import { importSession } from '../../src/session/file/import.ts';
import { readSessionZip } from '../../src/session/file/session-zip-reader.ts';
import { writeSessionZip } from '../../src/session/file/session-zip-writer.ts';
import { joinChunks } from '../../src/session/session-chunks.ts';
import type { Session } from '../../src/session/session-data.ts';
import { changeEntry, collect, drawShot, packSession } from './session-files.ts';
import { randomSession } from './session-arbitrary.ts';
import { openFreshDatabase } from './storage-fresh-database.ts';

const NAME = 'anna.session.zip';

/** What `session.json` holds, as far as it is broken here. */
type HeaderJson = Record<string, unknown> & {
  screen: Record<string, unknown>;
  views: Record<string, unknown>[];
  elements: Record<string, unknown>[];
  shots: Record<string, unknown>[];
  sampleCount: number;
};

function json(change: (header: HeaderJson) => void): (text: string) => string {
  return (text) => {
    const header = JSON.parse(text) as HeaderJson;
    change(header);
    return JSON.stringify(header);
  };
}

function row(number: number, change: (cells: string[]) => void): (text: string) => string {
  return (text) => {
    const rows = text.split('\r\n');
    const cells = rows[number]!.split(',');
    change(cells);
    rows[number] = cells.join(',');
    return rows.join('\r\n');
  };
}

function line(change: (event: Record<string, unknown>) => void): (text: string) => string {
  return (text) => {
    const [first, ...rest] = text.split('\n');
    const event = JSON.parse(first!) as Record<string, unknown>;
    change(event);
    return [JSON.stringify(event), ...rest].join('\n');
  };
}

function takeSample(): Session {
  const [session] = fc.sample(
    randomSession.filter(
      ({ views, elements, samples, events }) =>
        views.length > 1 && elements.length > 1 && samples.timestampMs.length > 5 && events.length > 3,
    ),
    { numRuns: 1, seed: 7 },
  );
  const shot = { view: 0, timestampMs: 5, xDocumentPx: 0, yDocumentPx: 0, widthPx: 80, heightPx: 60 };
  const image = { widthImagePx: 40, heightImagePx: 30, bytes: 1 };
  const shots = [0, 1, 2].map((index) => Object.assign({ index }, shot, image));
  return { ...session!, shots };
}

describe('a session file', () => {
  it('gives back exactly the session that was written', async () => {
    await fc.assert(
      fc.asyncProperty(randomSession, async (session) => {
        const read = await readSessionZip(await packSession(session), NAME);
        expect(read.session).toEqual(session);
        for (const [name, column] of Object.entries(read.session.samples)) {
          expect(column, name).toStrictEqual(session.samples[name as keyof Session['samples']]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('gives back the pictures, each of its own type', async () => {
    const session = takeSample();
    const zip = await readSessionZip(await packSession(session), NAME);
    expect(zip.session.shots).toHaveLength(3);
    for (const shot of zip.session.shots) {
      const image = await zip.readShot(shot);
      const drawn = await drawShot(shot);
      expect(image.type).toBe(drawn.type);
      expect(new Uint8Array(await image.arrayBuffer())).toEqual(new Uint8Array(await drawn.arrayBuffer()));
      expect(shot.bytes).toBe(drawn.size);
    }
  });

  it('keeps keys that this version does not know, wherever they are', async () => {
    const session = takeSample();
    const later = await changeEntry(
      await packSession(session),
      'session.json',
      json((header) => {
        header.study = { id: 's1' };
        header.screen.curved = true;
        header.views[0]!.language = 'de';
        header.shots[1]!.quality = 80;
      }),
    );
    const once = await readSessionZip(later, NAME);
    const twice = await readSessionZip(await packSession(once.session, once.readShot), NAME);
    expect(twice.session.info.extra).toMatchObject({ study: { id: 's1' } });
    expect(twice.session.info.screen).toHaveProperty('curved', true);
    expect(twice.session.views[0]).toHaveProperty('language', 'de');
    expect(twice.session.shots[1]).toHaveProperty('quality', 80);
  });

  it('is aborted whole: the sink is told, and nothing is left', async () => {
    const { sink, content } = collect();
    const controller = new AbortController();
    const writing = writeSessionZip(
      takeSample(),
      (shot) => {
        controller.abort(new Error('changed my mind'));
        return drawShot(shot);
      },
      sink,
      { signal: controller.signal },
    );
    await expect(writing).rejects.toThrow('changed my mind');
    await expect(content).rejects.toThrow();
  });
});

describe('a session file that is not as it should be', () => {
  it.each([
    [
      'another format',
      'session.json',
      json((h) => (h.format = 'fovea-measurement')),
      'format is "fovea-measurement"',
    ],
    ['a later version', 'session.json', json((h) => (h.version = 2)), 'version is 2'],
    ['no id', 'session.json', json((h) => delete h.id), 'id is missing'],
    [
      'a date that is none',
      'session.json',
      json((h) => (h.createdAt = '2026-13-01T00:00:00Z')),
      'createdAt is',
    ],
    ['a screen without width', 'session.json', json((h) => (h.screen.widthPx = 0)), 'screen.widthPx is 0'],
    ['a view out of place', 'session.json', json((h) => (h.views[1]!.index = 4)), 'views[1].index is 4'],
    [
      'an element of no view',
      'session.json',
      json((h) => (h.elements[0]!.view = 99)),
      'elements[0].view is 99',
    ],
    [
      'a home without a box',
      'session.json',
      json((h) => Object.assign(h.shots[0]!, { homes: [{ selector: '#head' }] })),
      'shots[0].homes[0].box is',
    ],
    ['a picture outside', 'session.json', json((h) => (h.shots[0]!.file = '../x.webp')), 'shots[0].file is'],
    [
      'one picture twice',
      'session.json',
      json((h) => (h.shots[2]!.file = h.shots[0]!.file)),
      'already uses that picture',
    ],
    [
      'a picture that is missing',
      'session.json',
      json((h) => (h.shots[0]!.file = 'shots/9.webp')),
      'it is missing, but',
    ],
    ['not JSON', 'session.json', () => '{', 'it is not JSON'],
    ['no session.json', 'session.json', () => null, 'it is missing at the top of the zip'],
    ['no samples', 'samples.csv', () => null, 'it is missing'],
    ['no events', 'events.jsonl', () => null, 'it is missing'],
    [
      'more samples than told',
      'samples.csv',
      (t: string) => t + t.split('\r\n').at(-2) + '\r\n',
      'session.json says',
    ],
    ['fewer samples than told', 'session.json', json((h) => (h.sampleCount += 1)), 'session.json says'],
    [
      'other columns',
      'samples.csv',
      (t: string) => t.replace('xScreen', 'x'),
      'the names of the columns must be',
    ],
    ['a cell too many', 'samples.csv', row(2, (cells) => cells.push('1')), 'row 2 is'],
    ['a word for a number', 'samples.csv', row(2, (cells) => (cells[1] = 'left')), 'it must be numbers'],
    [
      'a number that is none',
      'samples.csv',
      row(2, (cells) => (cells[1] = '1.2.3')),
      'row 2, xScreen is "1.2.3"',
    ],
    ['a sample of no view', 'samples.csv', row(1, (cells) => (cells[4] = '77')), 'row 1, view is "77"'],
    ['half an element', 'samples.csv', row(1, (cells) => (cells[9] = '0.5')), 'row 1, element is "0.5"'],
    ['too sure', 'samples.csv', row(3, (cells) => (cells[3] = '1.5')), 'row 3, confidence is "1.5"'],
    ['time that runs back', 'samples.csv', row(5, (cells) => (cells[0] = '-1')), 'times must rise'],
    ['a cut off row', 'samples.csv', (t: string) => t.slice(0, -2), 'its last line is cut off'],
    ['an unknown event', 'events.jsonl', line((e) => (e.type = 'blink')), 'line 1.type is "blink"'],
    [
      'an event at no time',
      'events.jsonl',
      line((e) => delete e.timestampMs),
      'line 1.timestampMs is missing',
    ],
    ['a line that is no JSON', 'events.jsonl', (t: string) => `{"type":\n${t}`, 'it must be a JSON object'],
    ['events missing', 'events.jsonl', () => '', 'the number of lines is 0'],
    ['a picture that is text', 'shots/0000.webp', () => 'no picture', 'it is neither a WebP nor a PNG'],
  ] as const)(
    'is refused with its name, the entry and the reason: %s',
    async (_what, entry, change, reason) => {
      const database = openFreshDatabase();
      const broken = await changeEntry(await packSession(takeSample()), entry, change);
      const error = await importSession(database, broken, NAME).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(MeasurementFileError);
      expect((error as MeasurementFileError).source).toBe(NAME);
      expect((error as Error).message).toContain(reason);
      expect((error as MeasurementFileError).entry).not.toBe('');
      expect(await database.sessions.count()).toBe(0);
      expect(await database.sessionChunks.count()).toBe(0);
    },
  );

  it('is refused when a picture is of another size than told', async () => {
    const small = await drawShot({ index: 0, widthImagePx: 8, heightImagePx: 8 } as never);
    const broken = await changeEntry(await packSession(takeSample()), 'shots/0000.webp', () => small);
    const database = openFreshDatabase();
    await expect(importSession(database, broken, NAME)).rejects.toThrow('it is 8 x 8 pixels large');
    expect(await database.sessions.count()).toBe(0);
  });

  it.each([0.2, 0.5, 0.9, 0.999])('is refused when it ends at %s of its length', async (share) => {
    const whole = await packSession(takeSample());
    const cut = whole.slice(0, Math.floor(whole.size * share));
    await expect(readSessionZip(cut, NAME)).rejects.toThrow(MeasurementFileError);
  });

  it('is refused when bytes of the samples were changed', async () => {
    const bytes = new Uint8Array(await (await packSession(takeSample())).arrayBuffer());
    for (let i = 60; i < 90; i += 1) bytes[i]! ^= 0x55;
    await expect(readSessionZip(bytes, NAME)).rejects.toThrow(MeasurementFileError);
  });
});

describe('importing a session file', () => {
  it('stores a session that is, joined again, the one that was exported', async () => {
    const session = takeSample();
    const database = openFreshDatabase();
    const { outcome } = await importSession(database, await packSession(session), NAME);
    expect(outcome).toBe('imported');
    const { id } = session.info;
    const { status, chunkCount, shotCount, sampleCount, bytes, ...info } = (await database.sessions.get(id))!;
    expect({ status, chunkCount, shotCount, sampleCount }).toEqual({
      status: 'complete',
      chunkCount: 1,
      shotCount: 3,
      sampleCount: session.samples.timestampMs.length,
    });
    expect(bytes).toBeGreaterThan(0);
    const chunks = await database.sessionChunks.where('sessionId').equals(id).sortBy('index');
    const shotRows = await database.sessionShots.where('sessionId').equals(id).sortBy('index');
    const shots = shotRows.map(({ sessionId: _, image: _image, ...shot }) => shot);
    const expected = await readSessionZip(await packSession(session), NAME);
    expect(joinChunks(info, chunks, shots)).toEqual(expected.session);
  });

  it('finds that it has the session already, and changes nothing', async () => {
    const session = takeSample();
    const database = openFreshDatabase();
    await importSession(database, await packSession(session), NAME);
    const renamed = { ...session, info: { ...session.info, name: 'another name' } };
    const again = await importSession(database, await packSession(renamed), NAME);
    expect(again.outcome).toBe('duplicate');
    expect((await database.sessions.get(session.info.id))!.name).toBe(session.info.name);
    expect(await database.sessionShots.count()).toBe(3);
  });

  it('stores nothing where the disk is too full', async () => {
    const database = openFreshDatabase();
    const storage = { estimate: async () => ({ quota: 1000, usage: 999 }) };
    const importing = importSession(database, await packSession(takeSample()), NAME, { storage });
    await expect(importing).rejects.toThrow('too little room');
    expect(await database.sessions.count()).toBe(0);
  });
});
