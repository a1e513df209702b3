// Gives a person another name.
import { useState } from 'preact/hooks';
import { renamePerson } from '../../../src/storage/people.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';
import { Dialog } from '../../../src/ui/Dialog.tsx';

export function RenameDialog({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const [typed, setTyped] = useState(name);
  const [problem, setProblem] = useState('');
  const save = async (): Promise<void> => {
    try {
      await renamePerson(database, id, typed);
      onClose();
    } catch (error) {
      setProblem(explainStorageError(error));
    }
  };
  return (
    <Dialog title={`Rename ${name}`} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <label class="field">
          Name
          <input
            value={typed}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        {problem !== '' && <Notice kind="problem">{problem}</Notice>}
        <div class="row dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <button type="submit" class="button button--primary">
            Rename
          </button>
        </div>
      </form>
    </Dialog>
  );
}
