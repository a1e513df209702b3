// What can be chosen from: added, moved, named, and taken away.
import { questionsPath, type QuestionList } from '../../../../src/study/deciders.ts';
import type { StudyQuestion } from '../../../../src/study/definition.ts';
import { makeName, renameOption } from '../../../../src/study/edit/names.ts';
import { makeText } from '../../../../src/study/edit/new-parts.ts';
import { moveItem, setPath } from '../../../../src/study/edit/set-path.ts';
import { formatPath } from '../../../../src/study/study-problem.ts';
import { Button } from '../../../../src/ui/Button.tsx';
import { ItemTools } from '../fields/ItemTools.tsx';
import { LocalField } from '../fields/LocalField.tsx';
import { TextField } from '../fields/TextField.tsx';
import { useItemList } from '../fields/use-item-list.ts';
import { useEditor } from './editor-context.ts';

type Props = {
  list: QuestionList;
  index: number;
  question: Extract<StudyQuestion, { kind: 'single' | 'multiple' }>;
};

export function OptionsField({ list: place, index, question }: Props) {
  const { draft, edit } = useEditor();
  const path = [...questionsPath(place), index, 'options'];
  const { options } = question;
  const set = (what: string, changed: typeof options): void =>
    edit(what, (study) => setPath(study, path, changed));
  const list = useItemList<HTMLOListElement>(options.length, (from, to) =>
    set('the order of the options', moveItem(options, from, to)),
  );
  const add = (): void => {
    const taken = options.map(({ id }) => id);
    set('a new option', [...options, { id: makeName('option', taken), label: makeText(draft) }]);
    list.focusItem(options.length);
  };
  return (
    <fieldset class="study-field study-options">
      <legend>Options</legend>
      <ol ref={list.ref} class="plain-list study-options__list" onKeyDown={list.onKeyDown}>
        {options.map((_, option) => (
          <li key={option} data-item class="study-option">
            <div class="study-option__fields">
              <LocalField path={[...path, option, 'label']} label={`Option ${option + 1}`} />
              <TextField
                path={[...path, option, 'id']}
                label="In the data"
                code
                onText={(text) =>
                  edit(
                    'the name of an option',
                    (before) => renameOption(before, place, index, option, text),
                    formatPath([...path, option, 'id']),
                  )
                }
              />
            </div>
            <ItemTools
              name={`option ${option + 1}`}
              index={option}
              count={options.length}
              onMove={list.move}
              onRemove={() => {
                set('remove an option', options.toSpliced(option, 1));
                list.focusItem(option);
              }}
            />
          </li>
        ))}
      </ol>
      <div data-path={formatPath(path)} tabIndex={-1}>
        <Button onClick={add}>Add an option</Button>
      </div>
    </fieldset>
  );
}
