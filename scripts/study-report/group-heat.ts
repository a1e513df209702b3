/** The heat of all participants together on each page of each task, asked of the tables and painted. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import sharp from 'sharp';
import { describeHeat } from '../../src/heatmap/caption.ts';
import type { PageHeat } from '../../src/heatmap/page-heat.ts';
import { DEFAULT_PAINT, paintPage } from '../../src/heatmap/paint-page.ts';
import { createSpreader } from '../../src/heatmap/spread.ts';
import { estimateSigmaScreen } from '../../src/heatmap/uncertainty.ts';
import type { AoiShape } from '../../src/session/aoi-shapes.ts';
import type { DocumentSize } from '../../src/session/session-pages.ts';
import type { PagePicture } from '../collect/page-pictures.ts';
import { listTables, readRows } from './read-collected.ts';
import type { ShownArea, TaskPicture } from './task-pictures.ts';

export type GroupHeat = {
  task: string;
  page: string;
  /** Document px of what is shown: all of the page down to where gaze ends; a study's picture is shown whole. */
  size: DocumentSize;
  /** WebP: the page as one participant saw it, or the study's picture; null where there is none. */
  background: Buffer | null;
  isPicture: boolean;
  areas: ShownArea[];
  overlay: Buffer;
  caption: string;
  /** Participants whose page had another width, so that its content was elsewhere: they are left out. */
  otherLayouts: number;
  participants: number;
};

/** Pages a task, those that were looked at longest. */
const PAGES_A_TASK = 2;
/** As `heat-grid.sql` has it. */
const CELL_PX = 16;
/** Widths so much apart are of one layout: a scroll bar's width. */
const SAME_LAYOUT = 0.02;
const MOST_WIDTH_PX = 1200;
const BELOW_GAZE_PX = 300;
const HEAT_SQL = join(import.meta.dirname, '../collect/sql/heat-grid.sql');

type PageRow = { task: string; page: string; dwellMs: number; right: number; bottom: number };
type LayoutRow = { task: string; page: string; participant: string; widthPx: number; heightPx: number };
type CellRow = {
  task: string;
  page: string;
  cellX: number;
  cellY: number;
  heatShare: number;
  fixationCount: string;
  participants: string;
};
type SightRow = { confidence: number; accuracyPct: number | null; widthPx: number; heightPx: number };
type SpanRow = { widthPx: number | null; heightPx: number | null };

/** What pages and pictures look like. */
export type HeatGrounds = {
  /** That was collected into. */
  folder: string;
  pages: readonly PagePicture[];
  pictures: readonly TaskPicture[];
};

/** Changes the connection's view of the fixations: to those of the layouts that are shown. */
export async function computeGroupHeat(
  connection: DuckDBConnection,
  grounds: HeatGrounds,
  now: Date,
): Promise<GroupHeat[]> {
  const tables = await listTables(connection);
  const pages = tables.has('fixations') ? await listPages(connection) : [];
  if (pages.length === 0) return [];
  // Where no samples came along nobody knows how wide pages were.
  const layouts = tables.has('pages') ? await listLayouts(connection) : [];
  const shown = pages.map((page) => chooseLayout(page, layouts, grounds));
  await keepLayouts(connection, shown);
  const [sight] = await readRows<SightRow>(
    connection,
    `SELECT avg(confidence) AS confidence, avg(accuracyPct) AS accuracyPct, avg(screenWidthPx) AS widthPx,
      avg(screenHeightPx) AS heightPx
    FROM fixations JOIN participants USING (study, participant)`,
  );
  const cells = await readRows<CellRow>(
    connection,
    (await readFile(HEAT_SQL, 'utf8')).trim().replace(/;$/, ''),
  );
  const heats: GroupHeat[] = [];
  for (const layout of shown) {
    const own = cells.filter(({ task, page }) => task === layout.page.task && page === layout.page.page);
    if (own.length === 0) continue;
    const span = layout.picture ? await measureSpan(connection, layout) : sight!;
    heats.push(await paintHeat(layout, own, { ...sight!, ...span }, grounds.folder, now));
  }
  return heats;
}

/**
 * How many px of a picture a screen's width and height are, for participants in the middle: the slope of the places in the
 * picture over those on the screen. Where too few looked at two places, the picture is taken to fill the screen.
 */
async function measureSpan(
  connection: DuckDBConnection,
  { page, size }: ShownLayout,
): Promise<Pick<SightRow, 'widthPx' | 'heightPx'>> {
  const [span] = await readRows<SpanRow>(
    connection,
    `SELECT median(x) AS widthPx, median(y) AS heightPx FROM (
      SELECT regr_slope(xDocumentPx, xScreen) AS x, regr_slope(yDocumentPx, yScreen) AS y FROM fixations
      WHERE task = ${quote(page.task)} AND page = ${quote(page.page)} GROUP BY participant HAVING count(*) > 2)`,
  );
  return { widthPx: span?.widthPx ?? size.widthPx, heightPx: span?.heightPx ?? size.heightPx };
}

async function listPages(connection: DuckDBConnection): Promise<PageRow[]> {
  const rows = await readRows<PageRow>(
    connection,
    `SELECT task, page, sum(durationMs) AS dwellMs, max(xDocumentPx) AS "right", max(yDocumentPx) AS bottom
    FROM fixations WHERE xDocumentPx IS NOT NULL AND page <> '' GROUP BY task, page ORDER BY task, dwellMs DESC, page`,
  );
  const tasks = [...new Set(rows.map(({ task }) => task))];
  return tasks.flatMap((task) => rows.filter((row) => row.task === task).slice(0, PAGES_A_TASK));
}

function listLayouts(connection: DuckDBConnection): Promise<LayoutRow[]> {
  return readRows<LayoutRow>(
    connection,
    'SELECT task, url AS page, participant, widthPx, heightPx FROM pages WHERE widthPx > 0',
  );
}

type ShownLayout = {
  page: PageRow;
  /** The page as one participant saw it. */
  seen: PagePicture | null;
  picture: TaskPicture | null;
  size: DocumentSize;
  /** null: all participants'. */
  participants: string[] | null;
  others: number;
};

/** The picture's, which all had; else that of the page that is shown, or else the one that most participants had. */
function chooseLayout(
  page: PageRow,
  layouts: readonly LayoutRow[],
  { pages, pictures }: HeatGrounds,
): ShownLayout {
  const picture = pictures.find((one) => one.task === page.task && one.page === page.page) ?? null;
  if (picture) return { page, picture, seen: null, size: picture.size, participants: null, others: 0 };
  const own = layouts.filter((layout) => layout.task === page.task && layout.page === page.page);
  const seen = pages.find(({ task, url }) => task === page.task && url === page.page) ?? null;
  const alike = (widthPx: number) =>
    own.filter((layout) => Math.abs(layout.widthPx - widthPx) <= SAME_LAYOUT * widthPx);
  const common = own.toSorted((a, b) => alike(b.widthPx).length - alike(a.widthPx).length)[0];
  const widthPx = seen?.widthPx ?? common?.widthPx;
  if (widthPx === undefined) {
    const size = { widthPx: Math.ceil(page.right + CELL_PX), heightPx: Math.ceil(page.bottom + CELL_PX) };
    return { page, picture, seen, size, participants: null, others: 0 };
  }
  const shown = alike(widthPx);
  const wholePx = seen?.heightPx ?? Math.max(...shown.map(({ heightPx }) => heightPx));
  const heightPx = Math.min(wholePx, Math.ceil(page.bottom + BELOW_GAZE_PX));
  const participants = shown.map(({ participant }) => participant);
  const others = own.length - shown.length;
  return { page, picture, seen, size: { widthPx, heightPx }, participants, others };
}

async function keepLayouts(connection: DuckDBConnection, shown: readonly ShownLayout[]): Promise<void> {
  await connection.run('ALTER VIEW fixations RENAME TO all_fixations');
  await connection.run('CREATE TABLE shown_layouts (task VARCHAR, page VARCHAR, participant VARCHAR)');
  for (const { page, participants } of shown) {
    const rows = (participants ?? [null]).map(
      (code) => `(${[page.task, page.page, code].map(quote).join(', ')})`,
    );
    if (rows.length > 0) await connection.run(`INSERT INTO shown_layouts VALUES ${rows.join(', ')}`);
  }
  await connection.run(
    `CREATE VIEW fixations AS SELECT f.* FROM all_fixations f JOIN shown_layouts s
      ON s.task = f.task AND s.page = f.page AND (s.participant IS NULL OR s.participant = f.participant)`,
  );
}

function quote(text: string | null): string {
  return text === null ? 'NULL' : `'${text.replaceAll("'", "''")}'`;
}

async function paintHeat(
  { page, picture, seen, size, others }: ShownLayout,
  cells: readonly CellRow[],
  sight: SightRow,
  folder: string,
  now: Date,
): Promise<GroupHeat> {
  const heat = spreadCells(cells, size, sight);
  const scale = Math.min(1, MOST_WIDTH_PX / size.widthPx);
  const widthPx = Math.round(size.widthPx * scale);
  const heightPx = Math.round(size.heightPx * scale);
  const { data } = paintPage(heat, { ...DEFAULT_PAINT, opacity: 0.75 }, { widthPx, heightPx });
  const overlay = await sharp(Buffer.from(data.buffer), {
    raw: { width: widthPx, height: heightPx, channels: 4 },
  })
    .webp({ quality: 80, alphaQuality: 80 })
    .toBuffer();
  return {
    task: page.task,
    page: page.page,
    size,
    background: picture?.image ?? (seen && (await cropPicture(join(folder, seen.file), seen, size, widthPx))),
    isPicture: picture !== null,
    areas: picture?.areas ?? (seen ? seen.areas.map(shapeBoxes) : []),
    overlay,
    caption: describeHeat(heat, now),
    otherLayouts: others,
    participants: heat.participants,
  };
}

function shapeBoxes({ name, boxes }: PagePicture['areas'][number]): ShownArea {
  const shapes = boxes.map((box): AoiShape => Object.assign({ type: 'rectangle' as const }, box));
  return { name, shapes };
}

/** Each cell's middle, spread as wide as gaze may be off: by the mean accuracy and confidence of all. */
function spreadCells(
  cells: readonly CellRow[],
  { widthPx, heightPx }: DocumentSize,
  sight: SightRow,
): PageHeat {
  const sigma = estimateSigmaScreen(sight.confidence, sight.accuracyPct ?? undefined);
  const [xPx, yPx] = [sigma * sight.widthPx, sigma * sight.heightPx];
  const column = (read: (cell: CellRow) => number) => Float64Array.from(cells, read);
  const grid = {
    columns: Math.ceil(widthPx / CELL_PX),
    rows: Math.ceil(heightPx / CELL_PX),
    cellPx: CELL_PX,
    xDocumentPx: 0,
    yDocumentPx: 0,
  };
  const spreader = createSpreader(grid);
  const points = {
    xDocumentPx: column(({ cellX }) => (cellX + 0.5) * CELL_PX),
    yDocumentPx: column(({ cellY }) => (cellY + 0.5) * CELL_PX),
    weight: column(({ heatShare }) => heatShare),
    xSigmaPx: column(() => xPx),
    ySigmaPx: column(() => yPx),
    sigmaScreenPx: column(() => (xPx + yPx) / 2),
    count: cells.length,
  };
  spreader.add(points, 1);
  const values = spreader.spread();
  const participants = Number(cells[0]!.participants);
  return {
    ...grid,
    area: { xDocumentPx: 0, yDocumentPx: 0, widthPx, heightPx },
    values,
    peak: values.reduce((most, value) => Math.max(most, value), 0),
    options: { from: 'fixations', weight: 'duration', normalization: 'participant' },
    sigma: { xPx, yPx, deg: null },
    participants,
    sessions: participants,
    gazeCount: cells.reduce((sum, { fixationCount }) => sum + Number(fixationCount), 0),
  };
}

/** What is shown of the page; null where the picture is gone. */
async function cropPicture(
  file: string,
  picture: PagePicture,
  size: DocumentSize,
  widthPx: number,
): Promise<Buffer | null> {
  try {
    const image = sharp(file, { limitInputPixels: false });
    const { width, height } = await image.metadata();
    const rows = Math.max(1, Math.min(height, Math.round((size.heightPx / picture.heightPx) * height)));
    return await image
      .extract({ left: 0, top: 0, width, height: rows })
      .resize({ width: Math.min(width, widthPx) })
      .webp({ quality: 70 })
      .toBuffer();
  } catch {
    return null;
  }
}
