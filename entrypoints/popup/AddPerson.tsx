// Asks for a new person's name.
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PersonRow } from '../../src/storage/database.ts';
import { addPerson } from '../../src/storage/people.ts';
import { explainStorageError } from '../../src/storage/storage-error.ts';
import { Button } from '../../src/ui/Button.tsx';
import { database } from '../../src/ui/page-database.ts';

type Props = { onAdded: (person: PersonRow) => void; onCancel: () => void };

export function AddPerson({ onAdded, onCancel }: Props) {
  const [name, setName] = useState('');
  const [problem, setProblem] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const problemId = useId();
  // Before the next key press.
  useLayoutEffect(() => input.current?.focus(), []);

  const add = async (): Promise<void> => {
    try {
      onAdded(await addPerson(database, name));
    } catch (error) {
      setProblem(explainStorageError(error));
      input.current?.focus();
    }
  };

  return (
    <form
      class="add-person"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // Chromium would close the popup.
        event.preventDefault();
        onCancel();
      }}
    >
      <label class="field">
        Name of the new person
        <input
          ref={input}
          value={name}
          autocomplete="off"
          spellcheck={false}
          placeholder="A name or a code"
          aria-invalid={problem !== ''}
          aria-describedby={problem === '' ? undefined : problemId}
          onInput={({ currentTarget }) => {
            setName(currentTarget.value);
            setProblem('');
          }}
        />
      </label>
      {problem !== '' && (
        <p id={problemId} class="small add-person__problem" role="alert">
          {problem}
        </p>
      )}
      <div class="row">
        <button type="submit" class="button button--primary">
          Add and use
        </button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
