/** Negative controls: what a check that proves anything must fail on. */
import sharp from 'sharp';
import { createRandom } from '../render/random.ts';
import { compare, summarize, type Agreement, type EyeTruth } from './compare.ts';
import { PLACES, type Detection, type Point } from './landmarks.ts';

const TILES = 16;

/** Cuts a picture into 16 x 16 tiles and lays them out in a random order: the same colours and detail, but no face. */
export async function scramble(picture: Buffer, seed: string): Promise<Buffer> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const tile = { width: Math.floor(info.width / TILES), height: Math.floor(info.height / TILES) };
  const places = Array.from({ length: TILES * TILES }, (_, i) => i);
  const random = createRandom(`scramble/${seed}`);
  for (let i = places.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform(0, i + 1));
    [places[i], places[j]] = [places[j]!, places[i]!];
  }
  const out = Buffer.from(data);
  const offset = (place: number, row: number): number =>
    3 * ((Math.floor(place / TILES) * tile.height + row) * info.width + (place % TILES) * tile.width);
  for (const [to, from] of places.entries())
    for (let row = 0; row < tile.height; row++)
      data.copy(out, offset(to, row), offset(from, row), offset(from, row) + 3 * tile.width);
  return sharp(out, { raw: { width: info.width, height: info.height, channels: 3 } })
    .png()
    .toBuffer();
}

/** Moves a picture by whole pixels to the right and down (negative: left and up); its edge is repeated where it came from. */
export async function move(picture: Buffer, [dx, dy]: Point): Promise<Buffer> {
  const { width, height } = await sharp(picture).metadata();
  const wider = await sharp(picture)
    .extend({
      left: Math.max(0, dx),
      right: Math.max(0, -dx),
      top: Math.max(0, dy),
      bottom: Math.max(0, -dy),
      extendWith: 'copy',
    })
    .png()
    .toBuffer();
  return sharp(wider)
    .extract({ left: Math.max(0, -dx), top: Math.max(0, -dy), width, height })
    .png()
    .toBuffer();
}

/** Distance between where the landmarks went and where the picture went, px; undefined where either face was not found. */
export function movedBy(before: Detection, after: Detection, [dx, dy]: Point): number | undefined {
  if (!before || !after) return undefined;
  const [x, y] = [0, 1].map(
    (axis) => after.reduce((sum, point, i) => sum + point[axis]! - before[i]![axis]!, 0) / PLACES.length,
  );
  return Math.hypot(x! - dx, y! - dy);
}

/** The same detections beside a truth that is wrong: each must look worse than the right one. */
export function compareWithWrongTruths(
  detections: readonly Detection[],
  truths: readonly EyeTruth[],
): { name: string; agreement: Agreement }[] {
  const against = (wrong: (truth: EyeTruth, index: number) => EyeTruth): Agreement =>
    summarize(detections.map((detection, i) => compare(detection, wrong(truths[i]!, i))));
  return [
    {
      name: 'truth moved by 6 % of the distance between the eyes',
      agreement: against((truth) => ({
        ...truth,
        landmarks: truth.landmarks.map(([x, y]) => [x + 0.06 * truth.interocularPx, y] as const),
      })),
    },
    {
      name: 'truth of the two eyes exchanged',
      agreement: against((truth) => ({
        ...truth,
        landmarks: [...truth.landmarks.slice(5, 10), ...truth.landmarks.slice(0, 5)],
      })),
    },
    {
      name: "another frame's truth",
      agreement: against((_, i) => truths[(i + Math.floor(truths.length / 2)) % truths.length]!),
    },
  ];
}
