// What ends a task well.
import type { StudyTask } from '../../../../src/study/definition.ts';
import type { StudyPath } from '../../../../src/study/study-problem.ts';
import { setPath } from '../../../../src/study/edit/set-path.ts';
import { ChoiceField, type ChoiceOption } from '../fields/ChoiceField.tsx';
import { NumberField } from '../fields/NumberField.tsx';
import { TextField } from '../fields/TextField.tsx';
import { useEditor } from './editor-context.ts';

type Success = StudyTask['success'];
type Kind = Success['kind'];

const ON_PAGES: ChoiceOption<Kind>[] = [
  { value: 'done', label: 'The participant says that they are done' },
  { value: 'url', label: 'An address is reached', means: 'As that of the page which thanks for an order.' },
  { value: 'click', label: 'Something is clicked', means: 'Found by a CSS selector.' },
  { value: 'time', label: 'After a time', means: 'As where a page is just looked at.' },
];
const ON_PICTURES = ON_PAGES.filter(({ value }) => value === 'done' || value === 'time');

type Props = { path: StudyPath; isPicture: boolean; task: StudyTask };

export function EndField({ path, isPicture, task: { success, start } }: Props) {
  const { edit } = useEditor();
  return (
    <>
      <ChoiceField
        path={[...path, 'kind']}
        label="The task is done when"
        options={isPicture ? ON_PICTURES : ON_PAGES}
        onChoose={(kind) => edit('how the task ends', (before) => setPath(before, path, begin(kind, start)))}
      />
      {success.kind === 'time' && (
        <NumberField path={[...path, 'afterS']} label="After" unit="seconds" min={1} max={3600} />
      )}
      {success.kind === 'url' && (
        <TextField
          path={[...path, 'pattern']}
          label="Address that is reached"
          code
          placeholder="https://shop.example/thanks*"
          hint={<Pattern />}
        />
      )}
      {success.kind === 'click' && (
        <>
          <TextField
            path={[...path, 'selector']}
            label="Selector of what is clicked"
            code
            placeholder="#buy"
            hint="A click on anything within it counts too."
          />
          <TextField
            path={[...path, 'urlPattern']}
            label="Only on pages whose address is"
            code
            optional
            hint={<Pattern />}
          />
        </>
      )}
    </>
  );
}

function Pattern() {
  return (
    <>
      <code>*</code> stands for any characters, also for none.
    </>
  );
}

function begin(kind: Kind, start: StudyTask['start']): Success {
  const site = 'url' in start && URL.canParse(start.url) ? new URL(start.url).origin : '';
  switch (kind) {
    case 'done':
      return { kind };
    case 'time':
      return { kind, afterS: 10 };
    case 'url':
      return { kind, pattern: site === '' ? '' : `${site}/` };
    case 'click':
      return { kind, selector: '' };
  }
}
