// A study of two tasks on pages of columns, and videos of participants who look at one column longer than at the others.
import { fileURLToPath } from 'node:url';
import type { StudyDefinition, StudyTask } from '../../../src/study/definition.ts';
import { readExampleStudy } from '../../fixtures/studies/read-example.ts';
import { makeStudy, makeTask } from './study-run.ts';

/** Serve it. */
export const ROOMS_SITE = fileURLToPath(new URL('../../fixtures/studies/rooms/', import.meta.url));

/** Thirds of the page, and halves: columns so wide that gaze a tenth of the screen off is on the right one. */
const AREAS = { rooms: ['attic', 'garden', 'tower'], meals: ['breakfast', 'supper'] } as const;
export type RoomsTask = keyof typeof AREAS;

/** Away from the columns' borders, where the recorded person looks or nearly so. */
export const PLACES = {
  left: { xScreen: 0.17, yScreen: 0.5 },
  lowerLeft: { xScreen: 0.16, yScreen: 0.78 },
  middle: { xScreen: 0.5, yScreen: 0.45 },
  right: { xScreen: 0.81, yScreen: 0.39 },
  lowerRight: { xScreen: 0.81, yScreen: 0.71 },
};

/** For how many frames of the video each place is looked at, one after the other. */
export type Looks = Partial<Record<keyof typeof PLACES, number>>;

/** Who withdraws never comes to the meals. */
export const LOOKS = {
  first: {
    rooms: { left: 8, middle: 3, lowerLeft: 6, right: 3 },
    meals: { right: 8, left: 5, lowerRight: 7 },
  },
  crashing: {
    rooms: { right: 8, left: 3, lowerRight: 6, middle: 3 },
    meals: { left: 8, right: 5, lowerLeft: 7 },
  },
  withdrawing: {
    rooms: { middle: 14, left: 3, right: 3 },
  },
} satisfies Record<string, Partial<Record<RoomsTask, Looks>>>;

/** @param site where the pages are, with a slash at its end; what is handed over is encrypted to the example's key */
export async function makeRoomsStudy(site: string): Promise<StudyDefinition> {
  const { recipient } = (await readExampleStudy()).collection;
  const makePageTask = (id: RoomsTask): StudyTask => {
    const url = `${site}${id}.html`;
    return makeTask(url, {
      id,
      aois: AREAS[id].map((area) => ({
        id: area,
        name: nameArea(area),
        selector: `#${area}`,
        urlPattern: url,
      })),
    });
  };
  return makeStudy([makePageTask('rooms'), makePageTask('meals')], {
    id: 'rooms-and-meals',
    title: 'Rooms and meals',
    collection: { file: true, recipient: recipient! },
  });
}

export function nameArea(id: string): string {
  return `The ${id}`;
}
