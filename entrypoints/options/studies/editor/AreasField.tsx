// A task's areas of interest: what selectors find on pages.
import { makeArea } from '../../../../src/study/edit/new-parts.ts';
import { moveItem, setPath } from '../../../../src/study/edit/set-path.ts';
import type { StudyTask } from '../../../../src/study/definition.ts';
import { Button } from '../../../../src/ui/Button.tsx';
import { ItemTools } from '../fields/ItemTools.tsx';
import { TextField } from '../fields/TextField.tsx';
import { useItemList } from '../fields/use-item-list.ts';
import { useEditor } from './editor-context.ts';

export function AreasField({ index: task }: { index: number }) {
  const { draft, edit } = useEditor();
  const path = ['tasks', task, 'aois'];
  const areas = draft.tasks[task]?.aois ?? [];
  const change = (what: string, map: (before: StudyTask['aois']) => StudyTask['aois']): void =>
    edit(what, (study) => setPath(study, path, map(study.tasks[task]!.aois)));
  const list = useItemList<HTMLUListElement>(areas.length, (from, to) =>
    change('the order of the areas', (before) => moveItem(before, from, to)),
  );
  return (
    <section class="card stack" aria-labelledby="part-areas">
      <div class="row row--apart">
        <h2 id="part-areas">Areas of interest</h2>
        <Button
          onClick={() => {
            change('a new area', (before) => [...before, makeArea(draft, draft.tasks[task]!)]);
            list.focusItem(areas.length);
          }}
        >
          Add an area
        </Button>
      </div>
      <p class="soft">
        Parts of pages that dwell times and fixations are counted for. Areas may overlap; more can be drawn
        later, in the report.
      </p>
      <ul ref={list.ref} class="plain-list study-cards" aria-label="Areas" onKeyDown={list.onKeyDown}>
        {areas.map((area, index) => {
          if ('shape' in area) return null;
          const { name } = area;
          const called = name.trim() === '' ? `area ${index + 1}` : name;
          return (
            <li key={index} data-item class="study-card" data-testid="area">
              <div class="row row--apart">
                <h3>{called.charAt(0).toUpperCase() + called.slice(1)}</h3>
                <ItemTools
                  name={called}
                  index={index}
                  count={areas.length}
                  onMove={list.move}
                  onRemove={() => {
                    change(`remove ${called}`, (before) => before.toSpliced(index, 1));
                    list.focusItem(index);
                  }}
                />
              </div>
              <div class="study-columns">
                <TextField path={[...path, index, 'name']} label="Name" />
                <TextField path={[...path, index, 'id']} label="Name in the data" code />
              </div>
              <TextField
                path={[...path, index, 'selector']}
                label="CSS selector"
                code
                placeholder="#offer"
                hint="Tags, ids, classes, attributes, :nth-child(), :nth-of-type(), spaces and >. Stable ids are best."
              />
              <TextField
                path={[...path, index, 'urlPattern']}
                label="On pages whose address is"
                code
                placeholder="https://shop.example/*"
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
