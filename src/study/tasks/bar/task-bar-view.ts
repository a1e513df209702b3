// The bar as it is seen: one row at the edge of the page, and the task's instructions where they are asked for.
import { createElement, createIcon, keepToItself } from '../../../overlay/dom.ts';
import type { StudyBarState } from './bar-state.ts';
import { describeTimeLeft, nameTimeLeft } from './time-left.ts';

const TO_TOP = ['M12 20V6', 'M6 12l6-6 6 6', 'M5 3.5h14'];
const TO_BOTTOM = ['M12 4v14', 'M6 12l6 6 6-6', 'M5 20.5h14'];
const CHEVRON = ['M6 15l6-6 6 6'];

export type TaskBarActions = {
  done(): void;
  giveUp(): void;
  arrange(edge: 'top' | 'bottom', open: boolean): void;
};

export type TaskBarView = {
  element: HTMLElement;
  show(state: StudyBarState): void;
  showTime(leftMs: number | null): void;
  /** Why what was pressed came to nothing, in words; empty where it did not. */
  showProblem(problem: string): void;
  showOver(): void;
  setHidden(hidden: boolean): void;
};

export function createTaskBarView(actions: TaskBarActions): TaskBarView {
  let state: StudyBarState | null = null;
  const heading = createElement('p', 'heading');
  const instructions = createElement('p', 'instructions');
  const panel = createElement('div', 'panel', heading, instructions);
  panel.id = 'panel';
  const light = createElement('span', 'light');
  light.role = 'img';
  light.ariaLabel = 'Your gaze on this page is recorded';
  light.title = light.ariaLabel;
  const name = createElement('span', 'name');
  const toggle = createElement('button', 'toggle', name, createIcon(CHEVRON));
  toggle.type = 'button';
  toggle.setAttribute('aria-controls', panel.id);
  const time = createElement('span', 'time');
  time.role = 'timer';
  const done = createButton('I’m done', 'button primary', actions.done);
  const giveUp = createButton('Give up', 'button', () => ask(true));
  const move = createElement('button', 'icon');
  move.type = 'button';
  const row = createElement('div', 'row', light, toggle, time, done, giveUp, move);

  const sure = createButton('Yes, give up', 'button alarm', actions.giveUp);
  const stay = createButton('No, go on', 'button', () => ask(false));
  const question = createElement(
    'div',
    'row',
    createElement('p', 'question', 'Give up this task?'),
    sure,
    stay,
  );
  question.role = 'group';
  question.ariaLabel = 'Give up this task?';
  question.hidden = true;

  const over = createElement('p', 'over');
  const trouble = createElement('p', 'trouble');
  trouble.role = 'alert';
  trouble.hidden = true;
  const spoken = createElement('p', 'spoken');
  spoken.role = 'status';
  const element = createElement('section', 'bar', panel, trouble, row, question, over, spoken);
  element.ariaLabel = 'Study task';
  keepToItself(element);

  const ask = (asking: boolean): void => {
    row.hidden = asking;
    question.hidden = !asking;
    (asking ? stay : giveUp).focus();
  };
  question.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') ask(false);
  });
  toggle.addEventListener('click', () => state && actions.arrange(state.edge, !state.open));
  move.addEventListener('click', () => {
    if (state) actions.arrange(state.edge === 'top' ? 'bottom' : 'top', state.open);
  });

  return {
    element,
    show(next) {
      state = next;
      const { title, language, edge, open } = next;
      const place = next.count > 1 ? `Task ${next.position + 1} of ${next.count}` : 'Task';
      setText(name, `${place}: ${title}`);
      setText(heading, title);
      setText(instructions, next.instructions);
      for (const text of [heading, instructions]) {
        text.lang = language;
        text.dir = 'auto';
      }
      toggle.ariaExpanded = String(open);
      toggle.title = open ? 'Hide the instructions' : 'Show the instructions';
      panel.hidden = !open;
      done.hidden = !next.canBeDone;
      element.dataset.edge = edge;
      move.hidden = !next.movable;
      const label = edge === 'top' ? 'Move this bar to the bottom' : 'Move this bar to the top';
      if (move.ariaLabel !== label) {
        move.ariaLabel = label;
        move.title = label;
        move.replaceChildren(createIcon(edge === 'top' ? TO_BOTTOM : TO_TOP));
      }
      over.hidden = true;
      if (question.hidden) row.hidden = false;
    },
    showTime(leftMs) {
      time.hidden = leftMs === null;
      if (leftMs === null) return;
      setText(time, describeTimeLeft(leftMs));
      time.ariaLabel = `${describeTimeLeft(leftMs)} left`;
      time.title = 'Time left for this task';
      time.classList.toggle('short', leftMs <= 10_000);
      const news = nameTimeLeft(leftMs);
      if (news) setText(spoken, news);
    },
    showProblem(problem) {
      setText(trouble, problem);
      trouble.hidden = problem === '';
    },
    showOver() {
      for (const part of [panel, trouble, row, question]) part.hidden = true;
      over.hidden = false;
      setText(over, 'This task is over. The study goes on in a moment.');
      setText(spoken, over.textContent ?? '');
    },
    setHidden(hidden) {
      element.hidden = hidden;
    },
  };
}

function createButton(label: string, className: string, onClick: () => void): HTMLButtonElement {
  const button = createElement('button', className, label);
  button.type = 'button';
  button.addEventListener('click', onClick);
  return button;
}

/** Screen readers say what changes, so nothing is set that is there already. */
function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
