// What the bar on a task's page shows, and what it says when something is pressed or reached there.
import type { StudyTask } from '../definition.ts';

export type StudyBarState = {
  runId: string;
  /** Of the task's begin on this page: a press of an older one means nothing any more. */
  taskId: string;
  title: string;
  instructions: string;
  /** In the participant's language. */
  language: string;
  /** `Done` is offered: the participant says that they are done. */
  canBeDone: boolean;
  /** Unix epoch at which the task ends by itself; absent where no time limits it. */
  endsAtMs?: number;
  recording: boolean;
  /** A click on what the selector finds ends the task, on this page. */
  click?: { selector: string };
};

export type StudyPress = {
  taskId: string;
  /** `route`: the page's address is another now, without a load. */
  what: 'done' | 'give-up' | 'clicked' | 'time' | 'route';
  url: string;
};

export type BarSuccess = StudyTask['success'];
