// What the bar on a task's page shows, and what it says when something is pressed or reached there.

/** A click that ends a task. */
export type ClickSuccess = { selector: string; urlPattern?: string | undefined };

export type StudyBarState = {
  runId: string;
  taskId: string;
  /** From 0. */
  position: number;
  count: number;
  /** In the participant's language. */
  title: string;
  instructions: string;
  language: string;
  /** The participant says that they are done: a button for it is there. */
  canBeDone: boolean;
  /** When the time for the task is up, Unix epoch; absent where it has as long as it takes. */
  endsAtMs?: number;
  /** When the task ends by itself, for better or worse. */
  dueAtMs?: number;
  /** What to watch for on the page. */
  click?: ClickSuccess;
  edge: 'top' | 'bottom';
  /** A picture has room for it at one edge only. */
  movable: boolean;
  /** Whether the instructions are shown. */
  open: boolean;
};

export type StudyPress = {
  runId: string;
  /** Of the task that the bar shows: once that is over, what was pressed for it means nothing. */
  taskId: string;
  action:
    /** The participant pressed so. */
    | { type: 'done' | 'give-up' }
    /** An element was clicked that ends the task. */
    | { type: 'clicked' }
    /** The page is there, or has another address now. */
    | { type: 'went'; url: string }
    /** Time that the task has is up, by the page's clock. */
    | { type: 'time' }
    | { type: 'arrange'; edge: 'top' | 'bottom'; open: boolean };
};

/** Sent with `tabs.sendMessage`: what the bar in a tab shows from now on; `over`, it says so and goes. */
export type BarMessage = { fovea: 'task-bar'; state: StudyBarState | null; over: boolean };

export function isBarMessage(message: unknown): message is BarMessage {
  return (message as Partial<BarMessage> | null)?.fovea === 'task-bar';
}
