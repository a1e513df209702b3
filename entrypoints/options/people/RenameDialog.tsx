// Gives a person another name.
import { useState } from 'preact/hooks';
import { renamePerson } from '../../../src/storage/people.ts';
import { ActDialog } from '../../../src/ui/ActDialog.tsx';
import { database } from '../../../src/ui/page-database.ts';

export function RenameDialog({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const [typed, setTyped] = useState(name);
  return (
    <ActDialog
      title={`Rename ${name}`}
      act="Rename"
      form
      onAct={() => renamePerson(database, id, typed)}
      onClose={onClose}
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
    </ActDialog>
  );
}
