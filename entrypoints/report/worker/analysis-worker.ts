// Reads and analyses sessions away from the page, which stays answerable however long they are.
import { expose, transfer } from 'comlink';
import {
  chooseFixationParameters,
  type FixationMethod,
  type FixationParameters,
} from '../../../src/gaze/fixation-parameters.ts';
import { detectFixations, type Detection } from '../../../src/gaze/fixations.ts';
import type { HeatOptions, HeatSource } from '../../../src/heatmap/heat-points.ts';
import { computePageHeat, nameParticipant, type PageHeat } from '../../../src/heatmap/page-heat.ts';
import type { Aoi } from '../../../src/session/aois.ts';
import { computeAoiMetrics, type AoiMetrics } from '../../../src/session/metrics.ts';
import {
  computeQuality,
  judgeAoiSizes,
  type AoiSize,
  type SessionQuality,
} from '../../../src/session/quality.ts';
import { canvasPainter } from '../../../src/session/export/paint-canvas.ts';
import { findBands } from '../../../src/session/find-bands.ts';
import type { Box, Session, Shot } from '../../../src/session/session-data.ts';
import { listPages, tellsSize, type SessionPage } from '../../../src/session/session-pages.ts';
import { stitchShots, type Piece } from '../../../src/session/stitch-shots.ts';
import { openDatabase } from '../../../src/storage/database.ts';
import { createShotImageLoader, loadSession } from '../../../src/storage/sessions.ts';
import type { HeatPart } from '../heat/use-page-heat.ts';
import type { Pictured } from '../stage/use-page-picture.ts';
import { createTickets } from './tickets.ts';

/** What a list of sessions says that their rows do not hold. */
export type SessionSummary = { pages: number; lostShare: number };

/** What an open session's page starts with. */
export type OpenedSession = { session: Session; quality: SessionQuality };

/** Enough of a session to compare it and to show its pages. */
export type SessionOutline = {
  id: string;
  participant: string;
  pages: SessionPage[];
  pictured: Pictured;
};

/** Both are made with the session's own parameters where none are given. */
export type Measures = { metrics: AoiMetrics[]; sizes: AoiSize[] };

/** A group of sessions for a comparison may be large: the ones that were used last are kept. */
const KEPT_SESSIONS = 12;

const database = openDatabase();
const sessions = new Map<string, Promise<Session>>();
const detections = new Map<string, Detection>();
const tickets = createTickets();

const analysis = {
  async summarize(ticket: number, id: string): Promise<SessionSummary> {
    return tickets.run(ticket, async (giveWay) => {
      // Not kept: a long list would push out the session that is open.
      const session = await (sessions.get(id) ?? loadSession(database, id));
      await giveWay();
      const { samples, lostSamples } = computeQuality(session);
      return { pages: listPages(session).length, lostShare: samples === 0 ? 0 : lostSamples / samples };
    });
  },

  /** @throws {SessionMissingError} */
  async open(ticket: number, id: string): Promise<OpenedSession> {
    return tickets.run(ticket, async (giveWay) => {
      sessions.delete(id);
      const session = await load(id);
      await giveWay();
      return { session, quality: computeQuality(session) };
    });
  },

  /** @throws {SessionMissingError} */
  async outline(ticket: number, id: string): Promise<SessionOutline> {
    return tickets.run(ticket, async (giveWay) => {
      const session = await load(id);
      await giveWay();
      const { info, elements, events, shots } = session;
      return {
        id,
        participant: nameParticipant(session),
        pages: listPages(session),
        pictured: { info, elements, shots, events: events.filter(tellsSize) },
      };
    });
  },

  /** The parameters that suit a session. */
  async chooseParameters(id: string, method?: FixationMethod): Promise<FixationParameters> {
    return chooseFixationParameters(await load(id), method);
  },

  /** Takes back what was asked for with the ticket, which then throws an `AbortError` at its next step. */
  cancel(ticket: number): void {
    tickets.cancel(ticket);
  },

  async detect(ticket: number, id: string, parameters?: FixationParameters): Promise<Detection> {
    return tickets.run(ticket, async (giveWay) => {
      await load(id);
      await giveWay();
      return detect(id, parameters);
    });
  },

  /** @throws {SelectorError} */
  async measure(
    ticket: number,
    id: string,
    aois: readonly Aoi[],
    parameters?: FixationParameters,
  ): Promise<Measures> {
    return tickets.run(ticket, async (giveWay) => {
      const session = await load(id);
      await giveWay();
      const { fixations } = await detect(id, parameters);
      await giveWay();
      return { metrics: computeAoiMetrics(session, fixations, aois), sizes: judgeAoiSizes(session, aois) };
    });
  },

  /** @param onRead told how many of the parts have been read */
  async heat(
    ticket: number,
    parts: readonly HeatPart[],
    area: Box,
    options: HeatOptions,
    onRead?: (done: number) => void,
  ): Promise<PageHeat> {
    return tickets.run(ticket, async (giveWay) => {
      const sources: HeatSource[] = [];
      for (const { id, views, parameters } of parts) {
        const session = await load(id);
        await giveWay();
        const fixations = options.from === 'fixations' ? (await detect(id, parameters)).fixations : [];
        sources.push({ session, fixations, views });
        onRead?.(sources.length);
      }
      await giveWay();
      const heat = computePageHeat(sources, area, options);
      return transfer(heat, [heat.values.buffer]);
    });
  },

  /** The picture of some views as pieces of shots, without what is fixed to the viewport. */
  async stitch(ticket: number, id: string, views: readonly number[]): Promise<Piece[]> {
    return tickets.run(ticket, async (giveWay) => {
      const { shots } = await load(id);
      const own = shots.filter(({ view }) => views.includes(view));
      // They are all of one page, however often it was visited.
      const loadImage = createShotImageLoader(database, id);
      const read = async ({ index }: Shot): Promise<Blob | undefined> => {
        await giveWay();
        return loadImage(index);
      };
      return stitchShots(own, await findBands(own, read, canvasPainter.toGrey, () => ''));
    });
  },
};

export type Analysis = typeof analysis;

async function load(id: string): Promise<Session> {
  const loading = sessions.get(id) ?? loadSession(database, id);
  sessions.delete(id);
  sessions.set(id, loading);
  for (const old of sessions.keys()) {
    if (sessions.size <= KEPT_SESSIONS) break;
    sessions.delete(old);
  }
  loading.catch(() => sessions.delete(id));
  return loading;
}

async function detect(id: string, parameters?: FixationParameters): Promise<Detection> {
  const session = await load(id);
  const chosen = parameters ?? chooseFixationParameters(session);
  const key = JSON.stringify([id, session.samples.timestampMs.length, chosen]);
  const known = detections.get(key);
  if (known) return known;
  const detection = detectFixations(session, chosen);
  detections.set(key, detection);
  if (detections.size > KEPT_SESSIONS) detections.delete(detections.keys().next().value!);
  return detection;
}

expose(analysis);
