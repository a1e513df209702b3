// Makes a group, or changes one: title, what people agree to, how many dots, and who.
import { useState } from 'preact/hooks';
import { tidyConsentText } from '../../../src/group/consent.ts';
import type { GroupOverview } from '../../../src/group/overview.ts';
import { addGroup, changeGroup, type TargetCount } from '../../../src/storage/groups.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';
import { formatCount } from '../../../src/ui/format-size.ts';
import { useFocusOnMount } from '../../../src/ui/use-focus-on-mount.ts';
import { DotsField } from '../measure/DotsField.tsx';
import { checkGroupDraft, type DraftProblems } from './check-group-draft.ts';
import { ConsentField } from './ConsentField.tsx';
import { PeopleField, type NewPeople } from './PeopleField.tsx';
import { ProblemText } from './ProblemText.tsx';

/** @param props.overview The group to change; none for a new one. */
export function GroupForm({ overview }: { overview?: GroupOverview }) {
  const heading = useFocusOnMount();
  const before = overview?.group;
  const agreed = overview?.totals.agreed ?? 0;
  const existing = overview?.progress.map(({ participant }) => participant.code) ?? [];
  const [title, setTitle] = useState(before?.title ?? '');
  const [text, setText] = useState(before?.consent.text ?? '');
  const [targetCount, setTargetCount] = useState<TargetCount>(before?.targetCount ?? 100);
  const [people, setPeople] = useState<NewPeople>({ how: before ? 'none' : 'made', count: '10', typed: '' });
  const [problems, setProblems] = useState<DraftProblems>({});
  const [failure, setFailure] = useState('');

  /** What was said of a field no longer holds once it changes. */
  const clear = (field: keyof DraftProblems): void => setProblems((all) => ({ ...all, [field]: undefined }));

  const save = async (form: HTMLFormElement): Promise<void> => {
    const {
      definition,
      codes,
      problems: found,
    } = checkGroupDraft({ title, text, targetCount, people, existing });
    setProblems(found);
    setFailure('');
    const first = (['title', 'text', 'people'] as const).find((field) => found[field] !== undefined);
    if (first) {
      form.querySelector<HTMLElement>(`[data-field="${first}"]`)?.focus();
      return;
    }
    try {
      if (before) await changeGroup(database, before.id, definition, codes);
      const id = before?.id ?? (await addGroup(database, definition, codes)).id;
      location.hash = `#groups/${id}`;
    } catch (error) {
      setFailure(explainStorageError(error));
    }
  };

  const isAnotherText = tidyConsentText(text) !== before?.consent.text;
  return (
    <>
      <div class="section-head">
        <p class="small">
          <a href={before ? `#groups/${before.id}` : '#groups'}>{before ? before.title : 'All groups'}</a>
        </p>
        <h1 ref={heading} tabIndex={-1}>
          {before ? 'Edit the group' : 'New group'}
        </h1>
      </div>
      <form
        class="card stack group-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save(event.currentTarget);
        }}
      >
        <label class="field">
          Title
          <input
            value={title}
            autocomplete="off"
            data-field="title"
            aria-invalid={problems.title !== undefined}
            aria-describedby="title-problem"
            onInput={(event) => {
              setTitle(event.currentTarget.value);
              clear('title');
            }}
          />
        </label>
        <ProblemText id="title-problem" text={problems.title} />
        <ConsentField
          text={text}
          problem={problems.text}
          onText={(changed) => {
            setText(changed);
            clear('text');
          }}
        />
        {before && isAnotherText && agreed > 0 && (
          <Notice kind="hint">
            This is another text, so it becomes version {before.consent.version + 1}.{' '}
            {formatCount(agreed, 'person', 'people')} agreed to the one before: they need a new link, and are
            asked again.
          </Notice>
        )}
        <DotsField legend="Dots of a measurement" count={targetCount} onCount={setTargetCount} />
        <PeopleField
          people={people}
          existing={existing}
          problem={problems.people}
          onPeople={(changed) => {
            setPeople(changed);
            clear('people');
          }}
        />
        {failure !== '' && <Notice kind="problem">{failure}</Notice>}
        <div class="row">
          <button type="submit" class="button button--primary">
            {before ? 'Save' : 'Make the group'}
          </button>
          <a class="button" href={before ? `#groups/${before.id}` : '#groups'}>
            Cancel
          </a>
        </div>
      </form>
    </>
  );
}
