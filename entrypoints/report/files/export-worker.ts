// Exports sessions away from the page: long ones take seconds.
import { expose } from 'comlink';
import type { FixationParameters } from '../../../src/gaze/fixation-parameters.ts';
import { exportSession, type ExportProgress } from '../../../src/session/export/export-session.ts';
import { exportSessions, type SessionSource } from '../../../src/session/export/export-sessions.ts';
import type { ExportFormat } from '../../../src/session/export/export-formats.ts';
import type { ReplaySettings } from '../../../src/session/export/replay-frames.ts';
import type { DetailLevel } from '../../../src/session/session-data.ts';
import { findSite, readAois } from '../../../src/storage/aoi-sets.ts';
import { openDatabase } from '../../../src/storage/database.ts';
import { createShotImageLoader, loadSession } from '../../../src/storage/sessions.ts';

export type ExportChoice = {
  /** One or several. */
  sessions: readonly { id: string; name: string }[];
  level: DetailLevel;
  formats: readonly ExportFormat[];
  /** Of one session; those that suit each where they are absent. */
  parameters?: FixationParameters;
  /** Of the film. */
  replay?: ReplaySettings;
};

const database = openDatabase();
let ending = new AbortController();

const exporting = {
  /**
   * Writes one zip into the sink, with the areas of every site that was visited.
   * @throws {ExportError} and whatever reading or writing throws; nothing of the file is left then
   */
  async write(
    { sessions, level, formats, parameters, replay }: ExportChoice,
    sink: WritableStream<Uint8Array>,
    onProgress: (progress: ExportProgress) => void,
  ): Promise<void> {
    ending = new AbortController();
    const options = { signal: ending.signal, onProgress };
    const [one, ...others] = sessions.map(({ id, name }): SessionSource => ({ name, load: () => load(id) }));
    if (!one) throw new Error('There is no session to export.');
    const asked = { level, formats, ...(replay && { replay }) };
    if (others.length > 0) return exportSessions({ ...asked, sources: [one, ...others] }, sink, options);
    const request = { ...asked, ...(await one.load()), ...(parameters && { parameters }) };
    return exportSession(request, sink, options);
  },

  cancel(): void {
    ending.abort(new DOMException('Cancelled', 'AbortError'));
  },
};

async function load(id: string): ReturnType<SessionSource['load']> {
  const session = await loadSession(database, id);
  const sites = [...new Set(session.views.map(({ url }) => findSite(url)))];
  const aois = (await Promise.all(sites.map((site) => readAois(database, site)))).flat();
  const known = new Map(aois.map((aoi) => [aoi.id, aoi]));
  const loadShot = createShotImageLoader(database, id);
  return {
    session,
    aois: [...known.values()],
    async readShot({ index }) {
      const image = await loadShot(index);
      if (!image) throw new Error(`Picture ${index} of this session is not there any more.`);
      return image;
    },
  };
}

export type Exporting = typeof exporting;

expose(exporting);
