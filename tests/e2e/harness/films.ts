// Videos for a directed camera: so many frames of looking at one place after the other, and what lies there on a page.
import type { Page } from 'playwright-core';
import type { Recording } from '../../../scripts/fake-camera.ts';
import { desktopToViewport, screenToDesktop } from '../../../src/screen/spaces.ts';
import { findNearest } from './directed-camera.ts';
import { PLACES, type Looks } from './rooms-study.ts';
import { readSeat } from './seat.ts';

/** Frames of the recording. Those of one place differ, as those of a person do; where they run out they come again. */
export function makeFilm(recording: Recording, looks: Looks): number[] {
  return Object.entries(looks).flatMap(([name, count]) => {
    const nearest = recording.frames[findNearest(recording, PLACES[name as keyof typeof PLACES])]!;
    const same = recording.frames.flatMap(({ xScreen, yScreen, eyes }, index) =>
      eyes === 'open' && xScreen === nearest.xScreen && yScreen === nearest.yScreen ? [index] : [],
    );
    return Array.from({ length: count }, (_, i) => same[i % same.length]!);
  });
}

/**
 * In how much of a film (0..1) the person looks at each of a page's elements that a selector finds, by id: as the recording
 * knows where they look, and the page knows what lies there.
 */
export async function sumTruth(
  page: Page,
  recording: Recording,
  film: readonly number[],
  selector: string,
): Promise<Record<string, number>> {
  const { screen, placement } = await readSeat(page);
  const points = film.map((index) => {
    const { xViewportPx, yViewportPx } = desktopToViewport(
      screenToDesktop(recording.frames[index]!, screen),
      placement,
    );
    return [xViewportPx, yViewportPx] as const;
  });
  const ids = await page.evaluate(
    ([places, wanted]) =>
      places.map(([x, y]) => document.elementFromPoint(x, y)?.closest(wanted)?.id ?? null),
    [points, selector] as const,
  );
  const shares: Record<string, number> = {};
  for (const id of ids) if (id !== null) shares[id] = (shares[id] ?? 0) + 1 / film.length;
  return shares;
}
