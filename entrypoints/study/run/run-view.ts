// What every step of a run is given.
import type { StudyRunRow } from '../../../src/storage/studies.ts';
import type { RunEvent } from '../../../src/study/run/run-event.ts';
import type { Whereabouts } from '../../../src/study/send/whereabouts.ts';
import type { Say } from '../../../src/ui/study/question-props.ts';

export type RunView = {
  run: StudyRunRow;
  /** A text of the study in the participant's language. */
  say: Say;
  /** BCP 47. */
  lang: string;
  /** Stores what happened; answers whether it did. What goes wrong with that is said above the step. */
  act: (event: RunEvent) => Promise<boolean>;
  /** The run was deleted just now, by the participant; some of it may be elsewhere. */
  onDeleted: (whereabouts: Whereabouts) => void;
};
