// The bar on a page of a study's task: shows what the worker says, and tells it what is pressed and reached here.
import { createHost } from '../../../overlay/host.ts';
import { TASK_BAR_TAG } from '../../../overlay/own-elements.ts';
import { watchRoutes } from '../../../recorder/watch-routes.ts';
import type { BarMessage, StudyBarState, StudyPress } from './bar-state.ts';
import { createTaskBarView } from './task-bar-view.ts';
import { watchTaskClicks } from './watch-task-clicks.ts';
import styles from './task-bar.css?inline';

const SECOND = 1000;
/** The worker, which may have been stopped, looks then at what became of the task. */
const ASK_EVERY_MS = 5 * SECOND;
/** A worker that is being woken answers by then; one that does not is not there any more. */
const OVER_MS = 4 * SECOND;

export type TaskBarDependencies = {
  /** What the bar of this tab shows; null where no task goes on in it. */
  ask(): Promise<StudyBarState | null>;
  press(press: StudyPress): Promise<StudyBarState | null>;
  /** Until aborted. */
  listen(signal: AbortSignal, onMessage: (message: BarMessage) => void): void;
  /** With each answer, also where the bar rests. */
  onState?(state: StudyBarState | null): void;
};

/** Where no task goes on in the tab, it leaves at once. Else it stays, until the controller aborts, which its end does too. */
export async function createTaskBar(
  controller: AbortController,
  dependencies: TaskBarDependencies,
): Promise<void> {
  const { signal } = controller;
  let state = await dependencies.ask().catch(() => null);
  if (!state) return controller.abort();
  if (signal.aborted) return;

  const tell = async (action: StudyPress['action']): Promise<void> => {
    if (!state) return;
    const { runId, taskId } = state;
    // A worker that does not answer is asked again before long; what the participant pressed is not told again.
    const isPressed = action.type === 'done' || action.type === 'give-up';
    try {
      const next = await dependencies.press({ runId, taskId, action });
      if (isPressed) view.showProblem('');
      show(next);
    } catch (error) {
      if (isPressed) view.showProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const press = (action: StudyPress['action']): void => void tell(action);
  const view = createTaskBarView({
    done: () => press({ type: 'done' }),
    giveUp: () => press({ type: 'give-up' }),
    arrange(edge, open) {
      if (!state) return;
      show({ ...state, edge, open });
      press({ type: 'arrange', edge, open });
    },
  });
  let isOver = false;
  let toldTimeMs = 0;

  const show = (next: StudyBarState | null): void => {
    if (isOver || signal.aborted) return;
    state = next;
    view.setHidden(next === null);
    if (next) view.show(next);
    tick();
    dependencies.onState?.(next);
  };
  const tick = (): void => {
    const nowMs = Date.now();
    view.showTime(state?.endsAtMs === undefined ? null : state.endsAtMs - nowMs);
    if (state?.dueAtMs === undefined || nowMs < state.dueAtMs || nowMs - toldTimeMs < SECOND) return;
    toldTimeMs = nowMs;
    press({ type: 'time' });
  };
  const end = (): void => {
    isOver = true;
    state = null;
    view.setHidden(false);
    view.showOver();
    dependencies.onState?.(null);
    setTimeout(() => controller.abort(), OVER_MS);
  };

  const host = createHost(signal, TASK_BAR_TAG, styles);
  host.root.append(view.element);
  dependencies.listen(signal, (message) => (message.over ? end() : show(message.state)));
  watchTaskClicks(
    signal,
    () => state?.click,
    () => press({ type: 'clicked' }),
  );
  const tellPlace = (): void => press({ type: 'went', url: location.href });
  watchRoutes(signal, tellPlace);
  addEventListener('pageshow', ({ persisted }) => persisted && tellPlace(), { signal });
  const ticking = setInterval(tick, SECOND / 4);
  const asking = setInterval(
    // In a tab that is not seen nothing goes on.
    () => document.hidden || isOver || void dependencies.ask().then(show, () => undefined),
    ASK_EVERY_MS,
  );
  signal.addEventListener('abort', () => {
    clearInterval(ticking);
    clearInterval(asking);
  });
  show(state);
  tellPlace();
}
