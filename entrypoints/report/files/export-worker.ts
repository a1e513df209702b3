// Exports sessions away from the page: long ones take seconds.
import { expose } from 'comlink';
import type { FixationParameters } from '../../../src/gaze/fixation-parameters.ts';
import { exportSession, type ExportProgress } from '../../../src/session/export/export-session.ts';
import type { ExportFormat } from '../../../src/session/export/export-formats.ts';
import type { DetailLevel } from '../../../src/session/session-data.ts';
import { findSite, readAois } from '../../../src/storage/aoi-sets.ts';
import { openDatabase } from '../../../src/storage/database.ts';
import { createShotLoader, loadSession } from '../../../src/storage/sessions.ts';

export type ExportChoice = {
  id: string;
  level: DetailLevel;
  formats: readonly ExportFormat[];
  /** Those that suit the session where they are absent. */
  parameters?: FixationParameters;
};

const database = openDatabase();
let ending = new AbortController();

const exporting = {
  /**
   * Writes one zip into the sink, with the areas of every site that was visited.
   * @throws {ExportError} and whatever reading or writing throws; nothing of the file is left then
   */
  async write(
    { id, level, formats, parameters }: ExportChoice,
    sink: WritableStream<Uint8Array>,
    onProgress: (progress: ExportProgress) => void,
  ): Promise<void> {
    ending = new AbortController();
    const session = await loadSession(database, id);
    const sites = [...new Set(session.views.map(({ url }) => findSite(url)))];
    const aois = (await Promise.all(sites.map((site) => readAois(database, site)))).flat();
    const known = new Map(aois.map((aoi) => [aoi.id, aoi]));
    const loadShot = createShotLoader(database, id);
    await exportSession(
      {
        session,
        level,
        formats,
        aois: [...known.values()],
        ...(parameters && { parameters }),
        async readShot({ index }) {
          const image = await loadShot(index);
          if (!image) throw new Error(`Picture ${index} of this session is not there any more.`);
          return image;
        },
      },
      sink,
      { signal: ending.signal, onProgress },
    );
  },

  cancel(): void {
    ending.abort(new DOMException('Cancelled', 'AbortError'));
  },
};

export type Exporting = typeof exporting;

expose(exporting);
