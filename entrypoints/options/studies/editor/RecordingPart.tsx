// What is recorded, on which sites, and how much of it leaves the participant's machine.
import type { StudyDefinition } from '../../../../src/study/definition.ts';
import { moveItem, setPath } from '../../../../src/study/edit/set-path.ts';
import { listSites } from '../../../../src/study/sites.ts';
import { Button } from '../../../../src/ui/Button.tsx';
import { ChoiceField, type ChoiceOption } from '../fields/ChoiceField.tsx';
import { ItemTools } from '../fields/ItemTools.tsx';
import { TextField } from '../fields/TextField.tsx';
import { useItemList } from '../fields/use-item-list.ts';
import { useEditor } from './editor-context.ts';

const LEVELS: ChoiceOption<StudyDefinition['recording']['detail']>[] = [
  {
    value: 'aois',
    label: 'Areas',
    means:
      'How long and how often each area of interest was looked at. Nothing else of what was on the pages.',
  },
  {
    value: 'fixations',
    label: 'Fixations',
    means:
      'Also where on which page the gaze rested, when, and for how long: enough for heatmaps and gaze plots.',
  },
  {
    value: 'samples',
    label: 'Samples',
    means:
      'Also each single gaze sample, the titles and addresses of pages, what was scrolled and clicked: enough for any analysis.',
  },
  {
    value: 'screenshots',
    label: 'Pictures of the pages',
    means:
      'Also pictures of what was on the screen, with all that stood there, as names and messages of who is logged in.',
  },
];

export function RecordingPart() {
  const { draft, edit } = useEditor();
  const { sites } = draft.recording;
  const set = (what: string, changed: readonly string[]): void =>
    edit(what, (study) => setPath(study, ['recording', 'sites'], changed));
  const list = useItemList<HTMLUListElement>(sites.length, (from, to) =>
    set('the order of the sites', moveItem(sites, from, to)),
  );
  const found = listSites(draft).filter((site) => site !== '');
  return (
    <>
      <section class="card stack" aria-labelledby="part-detail">
        <h2 id="part-detail">What leaves the participant’s machine</h2>
        <ChoiceField
          path={['recording', 'detail']}
          label="At most"
          hint="Each level includes those above it. Choose the first that answers your question: people agree more readily, and there is less to protect. The webcam’s pictures never leave, at any level."
          options={LEVELS}
        />
        <p class="soft">
          Always sent: how the check of accuracy went, when tasks began and how they ended, answers, the size
          of the screen, and a code instead of a name.
        </p>
      </section>
      <section class="card stack" aria-labelledby="part-sites">
        <h2 id="part-sites">Sites</h2>
        <p class="soft">
          Gaze is recorded on these sites only; anything else that is opened meanwhile is left out.
          Participants let Fovea into them at the start, and the permission is given back at the end.
        </p>
        {found.length === 0 ? (
          <p class="soft">None yet: they follow from the addresses that tasks start at.</p>
        ) : (
          <ul class="plain-list site-list" aria-label="Sites of the study" data-testid="sites">
            {found.map((site) => (
              <li key={site}>
                <code>{site}</code>
              </li>
            ))}
          </ul>
        )}
        <ul
          ref={list.ref}
          class="plain-list study-options__list"
          aria-label="Sites added by hand"
          onKeyDown={list.onKeyDown}
        >
          {sites.map((_, index) => (
            <li key={index} data-item class="study-option">
              <div class="study-option__fields">
                <TextField
                  path={['recording', 'sites', index]}
                  label={`Another site (${index + 1})`}
                  code
                  placeholder="https://*.shop.example/*"
                  hint={index === 0 ? '*. at the beginning takes in all subdomains.' : undefined}
                />
              </div>
              <ItemTools
                name={`site ${index + 1}`}
                index={index}
                count={sites.length}
                onMove={list.move}
                onRemove={() => {
                  set('remove a site', sites.toSpliced(index, 1));
                  list.focusItem(index);
                }}
              />
            </li>
          ))}
        </ul>
        <div data-path="recording.sites" tabIndex={-1}>
          <Button
            onClick={() => {
              set('another site', [...sites, '']);
              list.focusItem(sites.length);
            }}
          >
            Add a site
          </Button>
        </div>
      </section>
    </>
  );
}
