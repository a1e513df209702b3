/** The pictures that a study's tasks show, as a report draws heat on them: they lie in the study's own file. */
import sharp from 'sharp';
import type { AoiShape } from '../../src/session/aoi-shapes.ts';
import { makePictureAddress } from '../../src/session/picture-address.ts';
import type { DocumentSize } from '../../src/session/session-pages.ts';
import type { StudyDefinition } from '../../src/study/definition.ts';
import { PICTURE_WIDTH_PX } from '../../src/study/pictures/lay-pictures.ts';
import { placeShape } from '../../src/study/pictures/place-shape.ts';

/** What of an area is in a page or a picture, in its px. */
export type ShownArea = { name: string; shapes: AoiShape[] };

export type TaskPicture = {
  task: string;
  /** As the tables have it. */
  page: string;
  /** As gaze on it is laid out. */
  size: DocumentSize;
  /** WebP. */
  image: Buffer;
  areas: ShownArea[];
};

const MOST_WIDTH_PX = 1200;
const QUALITY = 75;

export function readTaskPictures({ id, tasks }: StudyDefinition): Promise<TaskPicture[]> {
  return Promise.all(
    tasks.flatMap(({ id: task, start, aois }) => {
      if (!('picture' in start)) return [];
      return draw(start.picture.dataUrl).then(({ image, ratio }): TaskPicture => {
        const size = { widthPx: PICTURE_WIDTH_PX, heightPx: Math.round(PICTURE_WIDTH_PX / ratio) };
        const areas = aois.flatMap((area) =>
          'shape' in area ? [{ name: area.name, shapes: [placeShape(area.shape, size)] }] : [],
        );
        return { task, page: makePictureAddress(id, task), size, image, areas };
      });
    }),
  );
}

/** The right way up, as a browser shows a photo that says how the camera was held. */
async function draw(dataUrl: string): Promise<{ image: Buffer; ratio: number }> {
  const file = Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64');
  const upright = await sharp(file).autoOrient().toBuffer({ resolveWithObject: true });
  const image = await sharp(upright.data)
    .resize({ width: MOST_WIDTH_PX, withoutEnlargement: true })
    .webp({ quality: QUALITY })
    .toBuffer();
  return { image, ratio: upright.info.width / upright.info.height };
}
