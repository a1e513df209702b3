// The tasks, in their order, and in which order participants do them.
import { makeTask } from '../../../../src/study/edit/new-parts.ts';
import { makeName } from '../../../../src/study/edit/names.ts';
import { moveItem } from '../../../../src/study/edit/set-path.ts';
import type { StudyDefinition, StudyTask } from '../../../../src/study/definition.ts';
import { makeWilliamsSquare } from '../../../../src/study/order.ts';
import { localText } from '../../../../src/study/texts.ts';
import { Button } from '../../../../src/ui/Button.tsx';
import { formatCount } from '../../../../src/ui/format-size.ts';
import { ChoiceField, type ChoiceOption } from '../fields/ChoiceField.tsx';
import { ItemTools } from '../fields/ItemTools.tsx';
import { useItemList } from '../fields/use-item-list.ts';
import { useEditor } from './editor-context.ts';

export function TasksPart({ base }: { base: string }) {
  const { draft, edit, errors } = useEditor();
  const { tasks } = draft;
  const change = (what: string, map: (before: StudyTask[], study: StudyDefinition) => StudyTask[]): void =>
    edit(what, (study) => ({ ...study, tasks: map(study.tasks, study) }));
  const list = useItemList<HTMLOListElement>(tasks.length, (from, to) =>
    change('the order of the tasks', (before) => moveItem(before, from, to)),
  );
  const add = (on: 'page' | 'picture'): void => {
    change('a new task', (before, study) => [...before, makeTask(study, on)]);
    location.hash = `${base}/tasks/${tasks.length}`;
  };
  return (
    <>
      <section class="card stack" aria-labelledby="part-tasks">
        <div class="row row--apart">
          <h2 id="part-tasks">Tasks</h2>
          <div class="row" data-path="tasks" tabIndex={-1}>
            <Button onClick={() => add('page')}>Add a task on a site</Button>
            <Button onClick={() => add('picture')}>Add a picture to look at</Button>
          </div>
        </div>
        {tasks.length === 0 && <p class="soft">There is none yet. A study needs at least one.</p>}
        <ol ref={list.ref} class="plain-list study-items" aria-label="Tasks" onKeyDown={list.onKeyDown}>
          {tasks.map((task, index) => {
            const name = nameTask(task, index, draft);
            const count = [...errors.keys()].filter((path) => path.startsWith(`tasks[${index}]`)).length;
            return (
              <li key={index} data-item class="study-item" data-testid="task">
                <span class="study-item__number numbers">{index + 1}</span>
                <span class="study-item__text">
                  <a href={`${base}/tasks/${index}`} data-follow="begin">
                    {name}
                  </a>
                  <span class="soft small">{describeTask(task)}</span>
                  {count > 0 && <span class="field-notes__error small">{count} to mend</span>}
                </span>
                <ItemTools
                  name={name}
                  index={index}
                  count={tasks.length}
                  onMove={list.move}
                  onCopy={() => {
                    change('a copy of a task', (before) =>
                      before.toSpliced(index + 1, 0, copyTask(task, draft)),
                    );
                    list.focusItem(index + 1);
                  }}
                  onRemove={() => {
                    change(`remove ${name}`, (before) => before.toSpliced(index, 1));
                    list.focusItem(index);
                  }}
                />
              </li>
            );
          })}
        </ol>
        {tasks.length > 1 && (
          <p class="soft small">
            <kbd>Alt</kbd> <kbd>↑</kbd> and <kbd>Alt</kbd> <kbd>↓</kbd> move the task that the keyboard is on.
          </p>
        )}
      </section>
      <section class="card stack" aria-labelledby="part-order">
        <h2 id="part-order">Order</h2>
        <ChoiceField path={['order']} label="Participants do them" options={listOrders(tasks.length)} />
      </section>
    </>
  );
}

function listOrders(tasks: number): ChoiceOption<StudyDefinition['order']>[] {
  const rows = makeWilliamsSquare(tasks).length;
  return [
    { value: 'fixed', label: 'In this order', means: 'Everybody the same.' },
    { value: 'random', label: 'In a random order', means: 'Each order is as likely as any other.' },
    {
      value: 'latin-square',
      label: 'In a balanced order (Latin square)',
      means:
        tasks < 2
          ? 'Each task is in each place, and after each other one, as often.'
          : `${formatCount(rows, 'order')}: each task is in each place, and after each other one, as often. Which one somebody gets is told by their code, so plan for a good many times ${rows} people.`,
    },
  ];
}

export function nameTask({ title }: StudyTask, index: number, { languages }: StudyDefinition): string {
  const [first = 'en'] = languages;
  const words = localText(title, first, first).trim();
  return words === '' ? `Task ${index + 1}` : words;
}

function describeTask({ start, success, timeLimitS, questions, aois }: StudyTask): string {
  const ends = {
    done: 'until they say so',
    time: 'for a time',
    url: 'until an address',
    click: 'until a click',
  };
  const where = 'picture' in start ? 'A picture' : siteWords(start.url);
  const parts = [
    `${where}, ${ends[success.kind]}`,
    timeLimitS !== undefined && `${timeLimitS} s at most`,
    aois.length > 0 && formatCount(aois.length, 'area'),
    questions.length > 0 && formatCount(questions.length, 'question'),
  ];
  return parts.filter(Boolean).join(' · ');
}

function siteWords(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'No address yet';
}

/** Areas have names of their own; questions may come again. */
function copyTask(task: StudyTask, { tasks }: StudyDefinition): StudyTask {
  const taken = tasks.flatMap(({ aois }) => aois.map(({ id }) => id));
  const aois = task.aois.map((area) => {
    const id = makeName(area.id, taken);
    taken.push(id);
    return { ...area, id };
  });
  return {
    ...task,
    id: makeName(
      task.id,
      tasks.map(({ id }) => id),
    ),
    aois,
  };
}
