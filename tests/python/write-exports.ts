// Writes what other people's programs are then asked to open: `node write-exports.ts DIR`. One zip for each case, and beside
// each a JSON file of what was put into it.
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { sharpPainter } from '../../scripts/analyse/paint-with-sharp.ts';
import { makeSession, type MadeSession } from '../../scripts/sessions/make-session.ts';
import { AOIS } from '../../scripts/sessions/pages.ts';
import { exportSession } from '../../src/session/export/export-session.ts';
import { exportSessions } from '../../src/session/export/export-sessions.ts';
import { EXPORT_FORMATS } from '../../src/session/export/export-formats.ts';
import type { Session } from '../../src/session/session-data.ts';

/** What trips up readers of tables. */
const AWKWARD_TITLE = 'Offers, "today"\r\nonly\tübung 🛒';
const FORMULA_TITLE = '=HYPERLINK("https://example.org")';

const folder = process.argv[2]!;
// A film needs a browser.
const formats = EXPORT_FORMATS.filter((format) => format !== 'webm');

const usual = makeSession({ minutes: 1, seed: 11 });
await write('usual', withTitles(usual.session), usual);
const unknown = makeSession({ minutes: 0.5, seed: 12, physical: false, errorPct: null, person: null });
await write('unknown', unknown.session, unknown);
await write('empty', emptied(unknown.session), unknown);
await writeSeveral('several', [
  usual,
  makeSession({ minutes: 0.5, seed: 13, person: usual.session.info.person! }),
  unknown,
]);

async function write(name: string, session: Session, { drawShot }: MadeSession): Promise<void> {
  const sink = Writable.toWeb(createWriteStream(join(folder, `${name}.zip`))) as WritableStream<Uint8Array>;
  const readShot = async ({ index }: { index: number }) =>
    new Blob([Uint8Array.from(await drawShot(index))], { type: 'image/webp' });
  const request = { session, level: 'screenshots', formats, aois: AOIS, readShot } as const;
  await exportSession({ ...request, painter: sharpPainter }, sink);
  const samples = Object.entries(session.samples).map(([column, values]) => [column, [...values]]);
  // NaN becomes null.
  const truth = { ...session, samples: Object.fromEntries(samples), aois: AOIS };
  await writeFile(join(folder, `${name}.json`), JSON.stringify(truth));
}

async function writeSeveral(name: string, all: readonly MadeSession[]): Promise<void> {
  const sink = Writable.toWeb(createWriteStream(join(folder, `${name}.zip`))) as WritableStream<Uint8Array>;
  const sources = all.map(({ session }) => ({
    name: session.info.name,
    load: async () => ({ session, aois: AOIS, readShot: refuse }),
  }));
  const request = { sources, level: 'samples', formats: ['csv', 'parquet', 'bids'] } as const;
  await exportSessions({ ...request, painter: sharpPainter }, sink);
  const truth = all.map(({ session: { info, samples } }) => ({ info, samples: samples.timestampMs.length }));
  await writeFile(join(folder, `${name}.json`), JSON.stringify({ sessions: truth }));
}

function refuse(): Promise<Blob> {
  return Promise.reject(new Error('No pictures were asked for.'));
}

function withTitles(session: Session): Session {
  const titles = [AWKWARD_TITLE, FORMULA_TITLE];
  const views = session.views.map((view, index) =>
    Object.assign({}, view, { title: titles[index] ?? view.title }),
  );
  return { ...session, views };
}

/** Recording was stopped before the first frame. */
function emptied({ info, samples }: Session): Session {
  const none = Object.entries(samples).map(([column, values]) => [column, values.slice(0, 0)]);
  return {
    info: { ...info, id: 'empty', durationMs: 0 },
    views: [],
    elements: [],
    events: [],
    samples: Object.fromEntries(none) as Session['samples'],
    shots: [],
  };
}
