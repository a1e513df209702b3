// From what a check collected to the row that can be kept.
import type { ValidationRow } from '../../storage/validations.ts';
import type { Advance } from '../../validation/check-run.ts';
import type { CheckKind } from '../../validation/check-targets.ts';
import { computeFigures } from '../../validation/figures.ts';
import { gradeFigures } from '../../validation/grade.ts';
import type { ThisScreen } from '../use-this-screen.ts';
import type { CheckOutcome } from './use-check.ts';

export type CheckPlan = {
  kind: CheckKind;
  advance: Advance;
  personId: string;
  screen: ThisScreen;
  /** Undefined where the browser names none. */
  camera: string | undefined;
};

export function makeValidation(
  { kind, advance, personId, screen, camera }: CheckPlan,
  { trials, tracker, fullscreen }: Extract<CheckOutcome, { type: 'finished' }>,
  now = new Date(),
): ValidationRow {
  const { id, widthPx, heightPx, known } = screen;
  const size =
    known?.widthCm !== undefined && known.heightCm !== undefined
      ? { widthCm: known.widthCm, heightCm: known.heightCm }
      : {};
  const distance = known?.distanceCm === undefined ? {} : { distanceCm: known.distanceCm };
  const figures = computeFigures(trials, { screen: { widthPx, heightPx, ...size }, ...distance });
  return {
    id: crypto.randomUUID(),
    personId,
    createdAt: now.toISOString(),
    kind,
    advance,
    screen: { id, widthPx, heightPx, ...size },
    ...distance,
    fullscreen,
    ...(camera === undefined ? {} : { camera }),
    tracker: {
      backend: tracker.backend,
      startedFrom: tracker.startedFrom,
      windowFilled: tracker.windowFilled,
    },
    figures,
    ...gradeFigures(figures),
    trials,
  };
}
