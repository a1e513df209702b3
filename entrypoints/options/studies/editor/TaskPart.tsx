// One task: what is to be done, where it begins, how it ends, what is measured on it, and what is asked after it.
import { localText } from '../../../../src/study/texts.ts';
import { useFocusOnMount } from '../../../../src/ui/use-focus-on-mount.ts';
import { LocalField } from '../fields/LocalField.tsx';
import { NumberField } from '../fields/NumberField.tsx';
import { TextField } from '../fields/TextField.tsx';
import { AreasField } from './AreasField.tsx';
import { EndField } from './EndField.tsx';
import { PictureAreas } from './PictureAreas.tsx';
import { PictureField } from './PictureField.tsx';
import { QuestionList } from './QuestionList.tsx';
import { nameTask } from './TasksPart.tsx';
import { useEditor } from './editor-context.ts';

export function TaskPart({ index, base }: { index: number; base: string }) {
  const heading = useFocusOnMount();
  const { draft } = useEditor();
  const task = draft.tasks[index];
  if (!task) {
    return (
      <section class="card stack">
        <h2>This task is not here</h2>
        <p>
          <a href={`${base}/tasks`}>All tasks</a>
        </p>
      </section>
    );
  }
  const path = ['tasks', index];
  const [first = 'en'] = draft.languages;
  const isPicture = 'picture' in task.start;
  return (
    <>
      <p class="small">
        <a href={`${base}/tasks`}>All tasks</a>
      </p>
      <section class="card stack" aria-labelledby="part-task">
        <h2 id="part-task" ref={heading} tabIndex={-1}>
          {nameTask(task, index, draft)}
        </h2>
        <LocalField
          path={[...path, 'title']}
          label="Title"
          hint="A few words, shown in the bar on the page."
        />
        <LocalField
          path={[...path, 'instructions']}
          label="Instructions"
          rows={4}
          hint="Shown before the task, and again in the bar whenever the participant asks."
        />
        {isPicture ? (
          <PictureField path={[...path, 'start', 'picture']} />
        ) : (
          <TextField
            path={[...path, 'start', 'url']}
            label="Address that it starts at"
            code
            placeholder="https://shop.example/"
            hint="Participants are asked once, at the start of the study, to let Fovea see this site."
          />
        )}
        <TextField path={[...path, 'id']} label="Name in the data" code />
      </section>
      <section class="card stack" aria-labelledby="part-end">
        <h2 id="part-end">End</h2>
        <EndField path={[...path, 'success']} isPicture={isPicture} task={task} />
        <NumberField
          path={[...path, 'timeLimitS']}
          label="Time limit"
          unit="seconds"
          min={1}
          max={3600}
          optional
          hint="After it the task is over, and counts as not done. The bar shows the time that is left."
        />
      </section>
      {'picture' in task.start && task.start.picture.dataUrl !== '' && (
        <PictureAreas
          index={index}
          picture={task.start.picture}
          alt={localText(task.start.picture.alt, first, first)}
        />
      )}
      {(!isPicture || task.aois.some((area) => 'selector' in area)) && <AreasField index={index} />}
      <section class="card stack" aria-labelledby="part-task-questions">
        <h2 id="part-task-questions">Asked after the task</h2>
        <QuestionList list={index} />
      </section>
    </>
  );
}
