// A task's areas of interest as the analysis takes them.
import type { Aoi } from '../../session/aois.ts';
import { makePicturePattern } from '../../session/picture-address.ts';
import type { Session } from '../../session/session-data.ts';
import type { StudyTask } from '../definition.ts';
import { measureLaidPicture } from '../pictures/lay-pictures.ts';
import { placeShape } from '../pictures/place-shape.ts';

/** Nothing draws these areas. */
const NO_COLOUR = '#000000';

/** @param laid the session in which they are sought: of `layPictures` */
export function listTaskAois(
  { id: task, aois }: Pick<StudyTask, 'id' | 'aois'>,
  laid: Pick<Session, 'views' | 'elements'>,
): Aoi[] {
  return aois.map((area): Aoi => {
    const { id, name } = area;
    const shared = { id, name, colour: NO_COLOUR };
    if (!('shape' in area)) {
      const { selector, urlPattern } = area;
      return { ...shared, urlPattern, shape: { type: 'selector', selector } };
    }
    const shape = placeShape(area.shape, measureLaidPicture(laid, task));
    return { ...shared, urlPattern: makePicturePattern(task), shape };
  });
}
