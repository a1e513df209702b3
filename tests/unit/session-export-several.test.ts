// Several sessions leave as one zip: a folder each, tables over all, one BIDS dataset; as much of each as the level says.
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { sharpPainter } from '../../scripts/analyse/paint-with-sharp.ts';
import { makeSession, type MadeSession } from '../../scripts/sessions/make-session.ts';
import { AOIS } from '../../scripts/sessions/pages.ts';
import { createBidsLabeller } from '../../src/session/export/bids.ts';
import { exportSession, type ExportOptions } from '../../src/session/export/export-session.ts';
import {
  exportSessions,
  type SessionSource,
  type SeveralRequest,
} from '../../src/session/export/export-sessions.ts';
import type { SessionInfo } from '../../src/session/session-data.ts';
import { collect } from './session-files.ts';

/** Two of Ada's and one of nobody in particular. */
const made = [
  makeSession({ minutes: 0.5, seed: 3, person: 'ada' }),
  makeSession({ minutes: 0.4, seed: 4, person: 'ada' }),
  makeSession({ minutes: 0.3, seed: 5, person: null }),
];

function createSource({ session, drawShot }: MadeSession): SessionSource {
  const readShot = async ({ index }: { index: number }) =>
    new Blob([Uint8Array.from(await drawShot(index))], { type: 'image/webp' });
  return { name: session.info.name, load: async () => ({ session, aois: AOIS, readShot }) };
}

async function exportAll(
  request: Pick<SeveralRequest, 'level' | 'formats'>,
  options?: ExportOptions,
  sources = made.map(createSource),
): Promise<Map<string, Buffer>> {
  const { sink, content } = collect();
  await exportSessions({ ...request, sources, painter: sharpPainter }, sink, options);
  return unzip(await content);
}

async function unzip(zip: Blob): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const entry of await new ZipReader(new BlobReader(zip)).getEntries()) {
    if (!entry.directory) files.set(entry.filename, Buffer.from(await entry.getData(new Uint8ArrayWriter())));
  }
  return files;
}

function parseCsv(text: string): Record<string, string>[] {
  const [names, ...rows] = text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
  return rows.map((cells) => Object.fromEntries(names!.map((name, i) => [name, cells[i]!])));
}

describe('several sessions as one zip', () => {
  it('have in their folders what each has by itself', async () => {
    const now = new Date(0);
    const formats = ['session', 'csv', 'parquet', 'jspsych', 'svg'] as const;
    const files = await exportAll({ level: 'samples', formats }, { now });
    for (const one of made) {
      const { sink, content } = collect();
      const { session, aois, readShot } = await createSource(one).load();
      await exportSession(
        { session, level: 'samples', formats, aois, readShot, painter: sharpPainter },
        sink,
        {
          now,
        },
      );
      for (const [path, bytes] of await unzip(await content)) {
        const own = files.get(`sessions/${session.info.id}/${path}`);
        // A zip has the time in it at which it was written.
        if (path.endsWith('.zip')) expect(own!.length, path).toBe(bytes.length);
        else expect(own?.equals(bytes), path).toBe(true);
      }
    }
  });

  it('have tables over all of them, a row for each session, and for each area in each', async () => {
    const files = await exportAll({ level: 'aois', formats: ['csv', 'parquet'] });
    const sessions = parseCsv(files.get('csv/sessions.csv')!.toString());
    const ids = made.map(({ session }) => session.info.id);
    expect(sessions.map(({ session }) => session)).toEqual(ids);
    expect(sessions.map(({ participant }) => participant)).toEqual(['ada', 'ada', ids[2]]);
    const aois = parseCsv(files.get('csv/aois.csv')!.toString());
    expect(aois.map(({ session, aoi }) => [session, aoi])).toEqual(
      ids.flatMap((id) => AOIS.map(({ id: aoi }) => [id, aoi])),
    );
    const own = parseCsv(files.get(`sessions/${ids[1]}/csv/aois.csv`)!.toString());
    expect(aois.filter(({ session }) => session === ids[1])).toEqual(own);
    expect(files.get('csv/data-dictionary.csv')!.toString()).toContain('sessions.csv,participant,text');
    expect([...files.keys()].filter((path) => path.startsWith('parquet/'))).toEqual([
      'parquet/sessions.parquet',
      'parquet/aois.parquet',
    ]);
  });

  it('are one BIDS dataset, each participant a subject', async () => {
    const files = await exportAll({ level: 'samples', formats: ['bids'] });
    const nobody = made[2]!.session.info.id.replaceAll('-', '');
    expect(files.get('bids/participants.tsv')!.toString()).toBe(
      `participant_id\n${[`sub-${nobody}`, 'sub-ada'].join('\n')}\n`,
    );
    const recordings = [...files.keys()].filter((path) => path.endsWith('_physio.tsv.gz'));
    expect(recordings.map((path) => path.split('/').slice(1, 3).join('/'))).toEqual([
      'sub-ada/ses-20260302T090300',
      'sub-ada/ses-20260302T090400',
      `sub-${nobody}/ses-20260302T090500`,
    ]);
    expect([...files.keys()].filter((path) => path.endsWith('dataset_description.json'))).toEqual([
      'bids/dataset_description.json',
    ]);
  });

  it('tell no more than their level', async () => {
    const files = await exportAll({ level: 'aois', formats: ['csv', 'parquet'] });
    const everything = [...files].map(([path, bytes]) => `${path}\n${bytes.toString('latin1')}`).join('\n');
    for (const word of ['shop.example', 'Synthetic', '09:03', 'fixations.csv', 'samples.csv'])
      expect(everything).not.toContain(word);
    expect(everything).toContain('2026-03-02');
  });

  it('are refused where a format holds nothing at the level', async () => {
    await expect(exportAll({ level: 'fixations', formats: ['csv', 'bids'] })).rejects.toThrow(
      '“bids” holds nothing at the level “fixations”',
    );
  });

  it('are read one after the other, and it is said which', async () => {
    const heard: string[] = [];
    const loaded: number[] = [];
    const sources = made.map((one, index) => {
      const source = createSource(one);
      return {
        ...source,
        load() {
          loaded.push(index);
          return source.load();
        },
      };
    });
    await exportAll(
      { level: 'fixations', formats: ['csv'] },
      {
        onProgress({ session }) {
          if (!session) return;
          expect(loaded).toHaveLength(session.done + (loaded.length > session.done ? 1 : 0));
          const text = `${session.done} of ${session.total} ${session.name}`;
          if (heard.at(-1) !== text) heard.push(text);
        },
      },
      sources,
    );
    expect(heard).toEqual(made.map(({ session }, index) => `${index} of 3 ${session.info.name}`));
  });

  it('leave nothing when it is cancelled, nor where one cannot be read', async () => {
    const { sink, content } = collect();
    const controller = new AbortController();
    const exporting = exportSessions(
      { sources: made.map(createSource), level: 'samples', formats: ['csv'] },
      sink,
      {
        signal: controller.signal,
        onProgress: ({ session }) => session?.done === 1 && controller.abort(new Error('enough')),
      },
    );
    await expect(exporting).rejects.toThrow('enough');
    await expect(content).rejects.toThrow();
    const gone = { name: 'Gone', load: () => Promise.reject(new Error('it is not there any more')) };
    await expect(
      exportAll({ level: 'samples', formats: ['csv'] }, {}, [createSource(made[0]!), gone]),
    ).rejects.toThrow('it is not there any more');
  });
});

describe('labels of a BIDS dataset', () => {
  const describeSession = (person: string | undefined, createdAt: string) => ({
    info: { id: 'an-id', createdAt, ...(person && { person }) } as SessionInfo,
  });

  it('are never the same for two people, nor for two sessions of one', () => {
    const label = createBidsLabeller();
    const at = '2026-03-02T09:03:00.000Z';
    expect(
      [
        describeSession('anna-k3', at),
        describeSession('annak3', at),
        describeSession('anna-k3', '2026-03-02T09:03:00.900Z'),
        describeSession('annak3', '2026-03-02T10:00:00.000Z'),
      ].map(label),
    ).toEqual([
      { subject: 'annak3', session: '20260302T090300' },
      { subject: 'annak3x2', session: '20260302T090300' },
      { subject: 'annak3', session: '20260302T090300x2' },
      { subject: 'annak3x2', session: '20260302T100000' },
    ]);
  });
});
