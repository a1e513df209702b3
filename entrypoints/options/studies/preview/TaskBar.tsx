// The bar that stays on a task's page: the real one, whose buttons lead nowhere here.
import { useEffect, useRef } from 'preact/hooks';
import type { StudyTask } from '../../../../src/study/definition.ts';
import type { StudyBarState } from '../../../../src/study/tasks/bar/bar-state.ts';
import { createTaskBarView } from '../../../../src/study/tasks/bar/task-bar-view.ts';
import styles from '../../../../src/study/tasks/bar/task-bar.css?inline';
import type { Say } from '../../../../src/ui/study/question-props.ts';

type Props = { task: StudyTask; number: number; count: number; say: Say; lang: string };

const SECOND = 1000;
/** On a page it floats. */
const IN_PLACE = '.bar { position: static; transform: none; margin: 0 auto; }';

export function TaskBar({ task, number, count, say, lang }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const { success, timeLimitS } = task;
  useEffect(() => {
    const root = host.current!.shadowRoot ?? host.current!.attachShadow({ mode: 'open' });
    let state: StudyBarState = {
      runId: 'preview',
      taskId: task.id,
      position: number - 1,
      count,
      title: say(task.title),
      instructions: say(task.instructions),
      language: lang,
      canBeDone: success.kind === 'done',
      edge: 'bottom',
      movable: false,
      open: false,
    };
    const view = createTaskBarView({
      done: () => undefined,
      giveUp: () => undefined,
      arrange(edge, open) {
        state = { ...state, edge, open };
        view.show(state);
      },
    });
    view.show(state);
    view.showTime(timeLimitS === undefined ? null : timeLimitS * SECOND);
    const style = document.createElement('style');
    style.textContent = `${styles}\n${IN_PLACE}`;
    root.replaceChildren(style, view.element);
  }, [task, number, count, lang]);
  return <div ref={host} class="preview-bar" data-testid="preview-bar" />;
}
