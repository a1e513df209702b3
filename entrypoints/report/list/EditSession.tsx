// Gives a session another name, and keeps notes on it.
import { useState } from 'preact/hooks';
import { renameSession, setSessionNotes, type SessionRow } from '../../../src/storage/sessions.ts';
import { ActDialog } from '../../../src/ui/ActDialog.tsx';
import { database } from '../../../src/ui/page-database.ts';

export function EditSession({ row, onClose }: { row: SessionRow; onClose: () => void }) {
  const [name, setName] = useState(row.name);
  const [notes, setNotes] = useState(row.notes ?? '');
  const save = async (): Promise<void> => {
    await database.transaction('rw', database.sessions, async () => {
      await renameSession(database, row.id, name.trim() || row.name);
      await setSessionNotes(database, row.id, notes.trim());
    });
  };
  return (
    <ActDialog title="Name and notes" act="Save" form onAct={save} onClose={onClose}>
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
    </ActDialog>
  );
}
