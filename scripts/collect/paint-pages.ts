/** Puts the picture of a whole page together from what one participant saw of it, for heat to be drawn on. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { readSessionZip, type SessionZip } from '../../src/session/file/session-zip-reader.ts';
import { findBands } from '../../src/session/find-bands.ts';
import { listPages, measurePage, type DocumentSize } from '../../src/session/session-pages.ts';
import { placeAoi } from '../../src/session/aois.ts';
import type { Box, Session } from '../../src/session/session-data.ts';
import { stitchShots } from '../../src/session/stitch-shots.ts';
import type { StudyTask } from '../../src/study/definition.ts';
import { SESSION_FILE } from '../../src/study/submission.ts';
import { listTaskAois } from '../../src/study/submission-zip/task-aois.ts';
import { sharpPainter } from '../analyse/paint-with-sharp.ts';
import { openSubmission, type CollectContext } from './collect-file.ts';

export type PictureJob = {
  page: { task: string; url: string };
  /** The submission, within `CollectContext.folder`. */
  path: string;
  /** Where what is decrypted lies for a moment, and the picture is written: `picture.webp`. */
  staging: string;
};

/** Document px; the picture shows all of it. `areas`: where the task's areas are in it. */
export type PaintedPage = DocumentSize & { areas: { aoi: string; name: string; boxes: Box[] }[] };

export const PICTURE_FILE = 'picture.webp';
/** As wide as a report shows it on a screen of twice the density. */
const MOST_WIDTH_PX = 1600;
const MOST_PIXELS = 12_000_000;
const QUALITY = 70;

export async function paintPage(
  { page, path, staging }: PictureJob,
  context: CollectContext,
): Promise<PaintedPage> {
  await mkdir(staging, { recursive: true });
  try {
    const zip = await openSubmission(join(context.folder, path), path, staging, context.identities);
    const opened = await readSessionZip(await zip.readFile(SESSION_FILE), path);
    const task = context.definition.tasks.find(({ id }) => id === page.task);
    const size = await paint(opened, page.url, staging);
    return { ...size, areas: task ? placeAreas(opened.session, page.url, task) : [] };
  } finally {
    await rm(join(staging, 'plain.zip'), { force: true });
  }
}

/** As they were in the last visit that has any. */
function placeAreas(session: Session, url: string, task: StudyTask): PaintedPage['areas'] {
  const views = listPages(session).find((one) => one.url === url)?.views ?? [];
  return listTaskAois(task, session).map((aoi) => {
    const { boxesIn } = placeAoi(aoi, session);
    const view = views.findLast((index) => boxesIn(index).length > 0);
    return { aoi: aoi.id, name: aoi.name, boxes: view === undefined ? [] : boxesIn(view) };
  });
}

async function paint({ session, readShot }: SessionZip, url: string, staging: string): Promise<DocumentSize> {
  const views = listPages(session).find((one) => one.url === url)?.views ?? [];
  const size = measurePage(session, views);
  const shots = session.shots.filter(({ view }) => views.includes(view));
  const bands = await findBands(shots, readShot, sharpPainter.toGrey, () => url);
  const fits = Math.sqrt(MOST_PIXELS / (size.widthPx * size.heightPx));
  const scale = Math.min(1, fits, MOST_WIDTH_PX / size.widthPx);
  const widthPx = Math.max(1, Math.round(size.widthPx * scale));
  const heightPx = Math.max(1, Math.round(size.heightPx * scale));
  const images = new Map<number, Blob>();
  const pieces = [];
  for (const { shot, xDocumentPx: x, yDocumentPx: y, widthPx: width, heightPx: height } of stitchShots(
    shots,
    bands,
  )) {
    const image = images.get(shot.index) ?? (await readShot(shot));
    images.set(shot.index, image);
    const [xShare, yShare] = [shot.widthImagePx / shot.widthPx, shot.heightImagePx / shot.heightPx];
    pieces.push({
      image,
      from: {
        x: (x - shot.xDocumentPx) * xShare,
        y: (y - shot.yDocumentPx) * yShare,
        width: width * xShare,
        height: height * yShare,
      },
      to: { x: x * scale, y: y * scale, width: width * scale, height: height * scale },
    });
  }
  const png = await sharpPainter.paint({
    widthPx,
    heightPx,
    pieces,
    // No heat: that is the group's, and comes over it later.
    heat: { widthPx, heightPx, data: new Uint8ClampedArray(widthPx * heightPx * 4) },
    lines: [],
    scale,
    caption: { lines: [], fontPx: 1, lineHeightPx: 1, marginPx: 0, heightPx: 0 },
  });
  await sharp(Buffer.from(await png.arrayBuffer()), { limitInputPixels: false })
    .webp({ quality: QUALITY })
    .toFile(join(staging, PICTURE_FILE));
  return size;
}
