import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataset } from '../../scripts/analyse/query-dataset.ts';
import { STUDY_TABLES } from '../../scripts/collect/dataset-folder.ts';
import { makeSession } from '../../scripts/sessions/make-session.ts';
import { lookAtPoster } from '../../scripts/studies/look-at-poster.ts';
import { POSTER_AREAS, POSTER_LOOKS, POSTER_RATIO } from '../../scripts/studies/poster.ts';
import { writeStudyFolder, type StudyFolder } from '../../scripts/studies/write-study-folder.ts';
import { containsPoint, type AoiShape } from '../../src/session/aoi-shapes.ts';
import { isPictureAddress } from '../../src/session/picture-address.ts';
import type { Session } from '../../src/session/session-data.ts';
import { layPictures, PICTURE_WIDTH_PX } from '../../src/study/pictures/lay-pictures.ts';
import { placeShape, shareShape } from '../../src/study/pictures/place-shape.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const MINUTE = 60_000;
const SIZE = { widthPx: PICTURE_WIDTH_PX, heightPx: PICTURE_WIDTH_PX / POSTER_RATIO };

function zoomOf({ events }: Session, view: number): number {
  const last = events.findLast((event) => event.type === 'viewport' && event.view === view);
  return last?.type === 'viewport' ? last.zoom : NaN;
}

type Image = { data: Buffer; info: { width: number; height: number } };

/** Red, green, blue and opacity at a place in fractions of the image. */
function at({ data, info }: Image, x: number, y: number): number[] {
  const start = 4 * (Math.floor(y * info.height) * info.width + Math.floor(x * info.width));
  return [...data.subarray(start, start + 4)];
}

describe('a picture laid out alike', () => {
  it.each([0, 1, 2, 3])('has gaze where it lay on it, whatever window %i was like', (seed) => {
    const { session, truth } = lookAtPoster(makeSession({ minutes: 0.1 }), seed, 0);
    const laid = layPictures(session);
    for (const look of truth.fixations.filter(({ view }) =>
      isPictureAddress(session.views[view]?.url ?? ''),
    )) {
      const i = session.samples.timestampMs.findIndex((ms) => ms >= look.startMs);
      const { xPicture, yPicture } = POSTER_LOOKS.find(({ area }) => look.aois.includes(area))!;
      expect(laid.samples.xDocumentPx[i]! / SIZE.widthPx).toBeCloseTo(xPicture, 4);
      expect(laid.samples.yDocumentPx[i]! / SIZE.heightPx).toBeCloseTo(yPicture, 4);
    }
    const picture = laid.elements.find(({ selector }) => selector === '#picture')!;
    expect(picture.box.xDocumentPx).toBeCloseTo(0, 6);
    expect(picture.box.yDocumentPx).toBeCloseTo(0, 6);
    expect(picture.box.widthPx).toBeCloseTo(SIZE.widthPx, 6);
    expect(picture.box.heightPx).toBeCloseTo(SIZE.heightPx, 6);
    // Px of the screen are what they were.
    const own = session.elements.find(({ selector }) => selector === '#picture')!;
    expect(picture.box.widthPx * zoomOf(laid, picture.view)).toBeCloseTo(
      own.box.widthPx * zoomOf(session, own.view),
      6,
    );
  });

  it('leaves pages as they are, and a session without pictures the same object', () => {
    const made = makeSession({ minutes: 0.1 });
    expect(layPictures(made.session)).toBe(made.session);
    const { session } = lookAtPoster(made, 1);
    const laid = layPictures(session);
    const pages = made.session.samples.timestampMs.length;
    expect(laid.samples.xDocumentPx.slice(0, pages)).toEqual(made.session.samples.xDocumentPx);
    expect(laid.elements.slice(0, made.session.elements.length)).toEqual(made.session.elements);
    expect(laid.shots).toEqual(made.session.shots);
  });

  it('that nobody looked at has no gaze on it', () => {
    const { session } = lookAtPoster(makeSession({ minutes: 0.1 }), 1);
    const view = session.views.length - 1;
    const elements = session.elements.filter(({ selector }) => selector !== '#picture');
    const element = session.samples.element.map((one) => (one === elements.length ? -1 : one));
    const laid = layPictures({ ...session, elements, samples: { ...session.samples, element } });
    const own = laid.samples.xDocumentPx.filter((_, i) => laid.samples.view[i] === view);
    expect(own.length).toBeGreaterThan(100);
    expect(own.every(Number.isNaN)).toBe(true);
  });
});

describe('a shape on a picture', () => {
  it.each(POSTER_AREAS)('is the same in fractions and in px: $name', ({ shape }) => {
    for (const size of [SIZE, { widthPx: 333, heightPx: 777 }]) {
      expect(shareShape(placeShape(shape, size), size)).toEqual(shape);
    }
  });

  it.each<[string, AoiShape, object]>([
    [
      'moved over the left upper corner',
      { type: 'rectangle', xDocumentPx: -20, yDocumentPx: -10, widthPx: 60, heightPx: 60 },
      { xPicture: 0, yPicture: 0, widthPicture: 0.2, heightPicture: 0.25 },
    ],
    [
      'larger than the picture',
      { type: 'ellipse', xDocumentPx: -20, yDocumentPx: 100, widthPx: 900, heightPx: 900 },
      { xPicture: 0, yPicture: 0.5, widthPicture: 1, heightPicture: 0.5 },
    ],
    [
      'beside the picture',
      { type: 'rectangle', xDocumentPx: 500, yDocumentPx: 300, widthPx: 60, heightPx: 60 },
      { xPicture: 0.999, yPicture: 0.999, widthPicture: 0.001, heightPicture: 0.001 },
    ],
  ])('is cut off at the picture’s edges: %s', (_, shape, expected) => {
    expect(shareShape(shape, { widthPx: 200, heightPx: 200 })).toEqual({ type: shape.type, ...expected });
  });
});

describe.each(['samples', 'fixations'] as const)('a study with a picture, at the level of %s', (detail) => {
  let folder: string;
  let made: StudyFolder;
  let page: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fovea-pictures-'));
    made = await writeStudyFolder(folder, { participants: 6, minutes: 0.2, detail, poster: true });
    const node = (...args: string[]) => promisify(execFile)(process.execPath, args, { cwd: ROOT });
    const out = join(folder, 'out');
    await node('scripts/collect.ts', '--study', made.studyFile, '--in', made.submissions, '--out', out);
    const report = join(folder, 'report.html');
    await node('scripts/study-report.ts', '--in', out, '--study', made.studyFile, '--out', report);
    page = await readFile(report, 'utf8');
  }, 3 * MINUTE);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('tells of each area for how long and how often each participant looked at it', async () => {
    const connection = await openDataset(join(folder, 'out', 'dataset'), STUDY_TABLES);
    const sql = `SELECT participant, aoi, fixationDwellMs, fixationCount, exposureMs FROM aois WHERE task = 'poster'`;
    const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson();
    connection.closeSync();
    expect(rows).toHaveLength(6 * POSTER_AREAS.length);
    for (const { participant, aoi, fixationDwellMs, fixationCount, exposureMs } of rows) {
      const own = made.truth.participants.find((one) => one.participant === participant)!;
      const truth = own.areas.find(({ area }) => area === aoi)!;
      expect(Math.abs(Number(fixationDwellMs) - truth.dwellMs)).toBeLessThan(500);
      expect(Math.abs(Number(fixationCount) - truth.fixations)).toBeLessThanOrEqual(1);
      expect(Number(exposureMs)).toBeCloseTo(10_000, -2);
    }
    const longest = made.truth.participants.map(({ participant, areas }) => {
      const best = areas
        .filter(({ task }) => task === 'poster')
        .toSorted((a, b) => b.dwellMs - a.dwellMs)[0]!;
      return [participant, best.area];
    });
    const found = made.truth.participants.map(({ participant }) => {
      const own = rows.filter((row) => row.participant === participant);
      return [
        participant,
        own.toSorted((a, b) => Number(b.fixationDwellMs) - Number(a.fixationDwellMs))[0]!.aoi,
      ];
    });
    expect(found).toEqual(longest);
  });

  it('is reported with the picture, its areas, and the heat where all of them looked', async () => {
    const section = page.slice(page.indexOf('id="task-poster"'));
    const figure = section.slice(0, section.indexOf('</figure>'));
    expect(figure).toContain('6 participants');
    expect(figure).not.toContain('laid the page out otherwise');
    const [ground, heat] = await Promise.all(
      [...figure.matchAll(/href="data:image\/webp;base64,([^"]+)"/g)].map(([, data]) =>
        sharp(Buffer.from(data!, 'base64')).ensureAlpha().raw().toBuffer({ resolveWithObject: true }),
      ),
    );
    const viewBox = /viewBox="0 0 (\d+) (\d+)"/.exec(figure)!.slice(1).map(Number);
    expect(viewBox).toEqual([SIZE.widthPx, SIZE.heightPx]);
    // The poster's red diamond and its paper.
    const [red, , blue] = at(ground!, 0.8, 0.6);
    expect(red! - blue!).toBeGreaterThan(80);
    expect(Math.min(...at(ground!, 0.5, 0.9).slice(0, 3))).toBeGreaterThan(215);
    const opacities = POSTER_LOOKS.map(({ xPicture, yPicture }) => at(heat!, xPicture, yPicture)[3]!);
    const nowhere = [at(heat!, 0.1, 0.95)[3]!, at(heat!, 0.97, 0.97)[3]!, at(heat!, 0.5, 0.95)[3]!];
    expect(Math.min(...opacities)).toBeGreaterThan(40);
    expect(Math.max(...nowhere)).toBeLessThan(12);
    // Where most looked it is hottest, to a few per cent of the picture.
    let [hottest, x, y] = [-1, 0, 0];
    for (let row = 0; row < heat!.info.height; row += 1)
      for (let column = 0; column < heat!.info.width; column += 1) {
        const place = 4 * (row * heat!.info.width + column);
        // The scale ends in yellow.
        const warmth = heat!.data[place + 3]! > 100 ? heat!.data[place]! + heat!.data[place + 1]! : 0;
        if (warmth > hottest) [hottest, x, y] = [warmth, column, row];
      }
    expect(x / heat!.info.width).toBeCloseTo(0.27, 1);
    expect(y / heat!.info.height).toBeCloseTo(0.5, 1);
    for (const { name } of POSTER_AREAS) expect(figure).toContain(`>${name}</text>`);
    expect([...figure.matchAll(/<(ellipse|polygon)\s/g)].map(([, tag]) => tag)).toEqual([
      'ellipse',
      'ellipse',
      'polygon',
      'polygon',
    ]);
    const table = section.slice(section.indexOf('Gaze on areas of interest'));
    expect(table.indexOf('Portrait')).toBeGreaterThan(0);
    expect(table).toMatch(/Imprint[\s\S]{0,400}?0 \[0, 39\]/);
  });
});

it('a look at the middle of what is meant is in one area alone', () => {
  for (const { area, xPicture, yPicture } of POSTER_LOOKS) {
    const point = { xDocumentPx: xPicture * SIZE.widthPx, yDocumentPx: yPicture * SIZE.heightPx };
    const on = POSTER_AREAS.filter(({ shape }) => containsPoint(placeShape(shape, SIZE), point));
    expect(on.map(({ id }) => id)).toEqual([area]);
  }
});
