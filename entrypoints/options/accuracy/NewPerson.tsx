// Asks for a name where no person is in use: results belong to somebody.
import { useState } from 'preact/hooks';
import { addPerson } from '../../../src/storage/people.ts';
import { activePersonId } from '../../../src/storage/settings.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';

export function NewPerson() {
  const [name, setName] = useState('');
  const [problem, setProblem] = useState('');
  const add = async (): Promise<void> => {
    setProblem('');
    try {
      const person = await addPerson(database, name);
      await activePersonId.setValue(person.id);
    } catch (error) {
      setProblem(explainStorageError(error));
    }
  };
  return (
    <form
      class="card stack"
      data-testid="new-person"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <div>
        <h2>Whose eyes are checked?</h2>
        <p class="soft">
          Results are kept for a person. Type a name, or <a href="#people">choose somebody</a> who is known
          already.
        </p>
      </div>
      <div class="row">
        <label class="field">
          Name
          <input
            value={name}
            autocomplete="off"
            spellcheck={false}
            placeholder="A name or a code"
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
      </div>
      {problem !== '' && <Notice kind="problem">{problem}</Notice>}
      <div>
        <button type="submit" class="button button--primary">
          Go on
        </button>
      </div>
    </form>
  );
}
