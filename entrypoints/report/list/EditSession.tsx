// Gives a session another name, and keeps notes on it.
import { useState } from 'preact/hooks';
import { renameSession, setSessionNotes, type SessionRow } from '../../../src/storage/sessions.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Dialog } from '../../../src/ui/Dialog.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';

export function EditSession({ row, onClose }: { row: SessionRow; onClose: () => void }) {
  const [name, setName] = useState(row.name);
  const [notes, setNotes] = useState(row.notes ?? '');
  const [problem, setProblem] = useState('');
  const save = async (): Promise<void> => {
    try {
      await renameSession(database, row.id, name.trim() || row.name);
      await setSessionNotes(database, row.id, notes.trim());
      onClose();
    } catch (error) {
      setProblem(explainStorageError(error));
    }
  };
  return (
    <Dialog title="Name and notes" onClose={onClose}>
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
            value={name}
            maxLength={120}
            required
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          Notes
          <textarea
            rows={4}
            spellcheck={false}
            value={notes}
            onInput={(event) => setNotes(event.currentTarget.value)}
          />
        </label>
        {problem !== '' && <Notice kind="problem">{problem}</Notice>}
        <div class="row dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <button type="submit" class="button button--primary">
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}
