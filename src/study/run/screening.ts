// What stands in the way of a participant before the measurement, by what the study asks for. Pure.
import type { StudyDefinition } from '../definition.ts';

/** `sites`: the browser's leave is missing. `answer`: the question about glasses is open. */
export type ScreeningProblem = 'sites' | 'screen' | 'camera' | 'light' | 'glasses' | 'answer';

export type Sight = {
  sitesMissing: boolean;
  /** Device-independent pixels. */
  screen: { widthPx: number; heightPx: number };
  cameraReady: boolean;
  /** The camera's picture is too dark to see the face in. */
  isDark: boolean;
  /** Null until answered. */
  glasses: boolean | null;
};

/** All of them; empty where the measurement may begin. */
export function findScreeningProblems(
  { minScreenWidthPx = 0, minScreenHeightPx = 0, light, glasses }: StudyDefinition['screening'],
  sight: Sight,
): ScreeningProblem[] {
  const found: [ScreeningProblem, boolean][] = [
    ['sites', sight.sitesMissing],
    ['screen', sight.screen.widthPx < minScreenWidthPx || sight.screen.heightPx < minScreenHeightPx],
    ['camera', !sight.cameraReady],
    ['light', light === 'refuse' && sight.isDark],
    ['answer', glasses !== 'skip' && sight.glasses === null],
    ['glasses', glasses === 'exclude' && sight.glasses === true],
  ];
  return found.flatMap(([problem, holds]) => (holds ? [problem] : []));
}
