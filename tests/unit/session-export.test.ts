import { gunzipSync } from 'node:zlib';
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { sharpPainter } from '../../scripts/analyse/paint-with-sharp.ts';
import { makeSession } from '../../scripts/sessions/make-session.ts';
import { AOIS } from '../../scripts/sessions/pages.ts';
import { analyseSession } from '../../src/session/export/analyse-session.ts';
import { exportSession, type ExportOptions } from '../../src/session/export/export-session.ts';
import { EXPORT_FORMATS, isAvailable, type ExportFormat } from '../../src/session/export/export-formats.ts';
import { createTables } from '../../src/session/export/session-tables.ts';
import { DETAIL_LEVELS, type DetailLevel, type Session } from '../../src/session/session-data.ts';
import { collect } from './session-files.ts';

const SECOND = 1000;
const DICTIONARY_HEAD = `# Data dictionary

The tables of an export, as \`csv/NAME.csv\` and \`parquet/NAME.parquet\`, and of the dataset that \`npm run analyse\` writes. Units and
spaces are in the names: \`Ms\` milliseconds, \`Px\` pixels, \`Pct\` per cent; \`Screen\` fractions of the screen, \`Viewport\` and
\`Document\` CSS px of the viewport and of the document, \`Picture\` CSS px of the picture of the page, to which gaze sticks wherever
content had moved to.
`;
const made = makeSession({ minutes: 0.5, seed: 3 });

/** The same session with a word of its own in every place that could tell something. */
const telling: Session = {
  ...made.session,
  info: {
    ...made.session.info,
    createdAt: '2026-03-02T09:17:23.000Z',
    name: 'saysName',
    camera: { label: 'saysCamera' },
    userAgent: 'saysUserAgent',
    notes: 'saysNotes',
    extra: { later: 'saysExtra' },
  },
  views: made.session.views.map((view, index) =>
    Object.assign({}, view, {
      url: `https://user:saysPassword@shop.example/saysPath${index}/?q=saysQuery#saysFragment`,
      title: 'saysTitle',
    }),
  ),
  elements: made.session.elements.map((element) => Object.assign({}, element, { selector: '#saysSelector' })),
  events: [...made.session.events, { type: 'marker', label: 'saysMarker', timestampMs: 30 * SECOND }],
  shots: made.session.shots.slice(0, 2),
};

const FIRST_LEVEL: Record<string, DetailLevel> = {
  Hero: 'aois',
  'shop.example': 'fixations',
  saysPath: 'fixations',
  '09:17:23': 'fixations',
  saysMarker: 'fixations',
  saysName: 'samples',
  saysCamera: 'samples',
  saysNotes: 'samples',
  saysUserAgent: 'samples',
  saysExtra: 'samples',
  saysTitle: 'samples',
  saysQuery: 'samples',
  saysFragment: 'samples',
  saysPassword: 'samples',
  saysSelector: 'samples',
  'shots/0000.webp': 'screenshots',
};

async function exportAll(
  session: Session,
  level: DetailLevel,
  formats: readonly ExportFormat[],
  options?: ExportOptions,
): Promise<Map<string, Buffer>> {
  const { sink, content } = collect();
  const readShot = async ({ index }: { index: number }) =>
    new Blob([Uint8Array.from(await made.drawShot(index))], { type: 'image/webp' });
  const request = { session, level, formats, aois: AOIS, readShot, painter: sharpPainter };
  await exportSession(request, sink, options);
  return unzip(await content);
}

async function unzip(zip: Blob): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const entry of await new ZipReader(new BlobReader(zip)).getEntries()) {
    if (entry.directory) continue;
    files.set(entry.filename, Buffer.from(await entry.getData(new Uint8ArrayWriter())));
  }
  return files;
}

/** All that can be read in the files: names, and what is packed in them unpacked. */
async function readEverything(files: ReadonlyMap<string, Buffer>): Promise<string> {
  const parts: string[] = [];
  for (const [name, bytes] of files) {
    parts.push(name);
    if (name.endsWith('.zip'))
      parts.push(await readEverything(await unzip(new Blob([Uint8Array.from(bytes)]))));
    else parts.push((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1'));
  }
  return parts.join('\n');
}

function parseCsv(text: string): Record<string, string>[] {
  const [names, ...rows] = text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
  return rows.map((cells) => Object.fromEntries(names!.map((name, i) => [name, cells[i]!])));
}

describe('what leaves with an export', () => {
  it.each(DETAIL_LEVELS)('is what the level %s says, in every format', async (level) => {
    const formats = EXPORT_FORMATS.filter((format) => format !== 'webm' && isAvailable(format, level));
    const everything = await readEverything(await exportAll(telling, level, formats));
    const told = Object.keys(FIRST_LEVEL).filter((word) => everything.includes(word));
    const allowed = Object.keys(FIRST_LEVEL).filter(
      (word) => DETAIL_LEVELS.indexOf(FIRST_LEVEL[word]!) <= DETAIL_LEVELS.indexOf(level),
    );
    expect(told).toEqual(allowed);
  });

  it.each([
    ['session', 'fixations'],
    ['bids', 'fixations'],
    ['jspsych', 'aois'],
    ['png', 'aois'],
    ['webm', 'samples'],
  ] as const)('is refused in words where %s has nothing to hold at %s', async (format, level) => {
    await expect(exportAll(made.session, level, ['csv', format])).rejects.toThrow(
      `“${format}” holds nothing at the level “${level}”`,
    );
  });

  it('says with what parameters it was made', async () => {
    const files = await exportAll(made.session, 'fixations', ['csv']);
    const json = JSON.parse(files.get('export.json')!.toString());
    expect(json).toMatchObject({ format: 'fovea-export', level: 'fixations', formats: ['csv'] });
    expect(json.fixations).toMatchObject({ method: 'idt', unit: 'deg' });
    expect(json.aois).toEqual(AOIS);
  });

  it('leaves nothing when it is cancelled, and says how far it is until then', async () => {
    const { sink, content } = collect();
    const controller = new AbortController();
    const paths: string[] = [];
    const exporting = exportSession(
      { session: made.session, level: 'samples', formats: ['csv', 'bids'] },
      sink,
      {
        signal: controller.signal,
        onProgress: ({ done, total, path }) => {
          paths.push(path);
          expect(done).toBeLessThan(total);
          if (path === 'csv/samples.csv') controller.abort(new Error('enough'));
        },
      },
    );
    await expect(exporting).rejects.toThrow('enough');
    await expect(content).rejects.toThrow();
    expect(paths.at(-1)).toBe('csv/samples.csv');
  });
});

describe('the tables', () => {
  it('are described in the documentation', async () => {
    const analysis = analyseSession(made.session, AOIS);
    const sections = createTables(made.session, analysis, 'samples').map(({ name, description, columns }) => {
      const lines = columns.map((column) => {
        const unit = column.unit === '' ? '' : ` (${column.unit})`;
        return `- \`${column.name}\`${unit}: ${column.description}\n`;
      });
      return `\n## \`${name}\`\n\n${description}\n\n${lines.join('')}`;
    });
    // `npx vitest run --project unit tests/unit/session-export -u` writes it.
    await expect(DICTIONARY_HEAD + sections.join('')).toMatchFileSnapshot('../../docs/data-dictionary.md');
  });

  it('have every column in the data dictionary, with a meaning', async () => {
    const files = await exportAll(made.session, 'samples', ['csv']);
    const dictionary = files.get('csv/data-dictionary.csv')!.toString();
    for (const [path, bytes] of files) {
      const table = /^csv\/(.*)$/.exec(path)?.[1];
      if (!table || table === 'data-dictionary.csv') continue;
      const header = bytes.toString().split('\r\n')[0]!;
      for (const name of header.split(',')) {
        expect(dictionary, `${table} ${name}`).toMatch(new RegExp(`^${table},${name},[^,]+,[^,]*,.{5}`, 'm'));
      }
    }
  });

  it('hold the samples as they were recorded, to the places written', async () => {
    const files = await exportAll(made.session, 'samples', ['csv']);
    const rows = parseCsv(files.get('csv/samples.csv')!.toString());
    const { samples } = made.session;
    expect(rows).toHaveLength(samples.timestampMs.length);
    for (const [i, row] of rows.entries()) {
      expect(Number(row.timestampMs)).toBeCloseTo(samples.timestampMs[i]!, 2);
      if (Number.isNaN(samples.xScreen[i]!)) expect(row.xScreen).toBe('');
      else expect(Number(row.xScreen)).toBeCloseTo(samples.xScreen[i]!, 5);
      expect(row.view).toBe(samples.view[i]! < 0 ? '' : String(samples.view[i]));
    }
  });

  it('count for each area what the synthetic session was made to have', async () => {
    // Nothing is lost and no saccade takes time, so that every number is known.
    const exact = makeSession({
      minutes: 3,
      seed: 5,
      precisionPct: 0.2,
      saccadeMs: 0,
      lossPct: 0,
      interruptions: false,
    });
    const files = await exportAll(exact.session, 'aois', ['csv']);
    const rows = parseCsv(files.get('csv/aois.csv')!.toString());
    expect(rows.map(({ aoi }) => aoi)).toEqual(AOIS.map(({ id }) => id));
    for (const row of rows) {
      const truth = exact.truth.aois[row.aoi!]!;
      expect(Number(row.fixationCount), row.aoi).toBe(truth.fixationCount);
      const wrongMs = Math.abs(Number(row.fixationDwellMs) - truth.fixationDwellMs);
      expect(wrongMs, row.aoi).toBeLessThanOrEqual(0.01 * truth.fixationDwellMs);
    }
  });
});
