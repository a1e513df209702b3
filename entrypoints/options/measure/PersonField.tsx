// Who is measured: someone known, or a new name.
import type { PersonRow } from '../../../src/storage/database.ts';

/** Stands for someone who is not in the list yet; ids have no plus sign. */
export const NEW_PERSON = '+new';

type Props = {
  people: readonly PersonRow[];
  personId: string;
  newName: string;
  onPerson: (id: string) => void;
  onNewName: (name: string) => void;
};

export function PersonField({ people, personId, newName, onPerson, onNewName }: Props) {
  return (
    <div class="row person-field">
      {people.length > 0 && (
        <label class="field">
          Person
          <select value={personId} onChange={(event) => onPerson(event.currentTarget.value)}>
            {people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
            <option value={NEW_PERSON}>Someone new…</option>
          </select>
        </label>
      )}
      {personId === NEW_PERSON && (
        <label class="field">
          Name
          <input
            value={newName}
            autocomplete="off"
            spellcheck={false}
            placeholder="A name or a code"
            onInput={(event) => onNewName(event.currentTarget.value)}
          />
        </label>
      )}
    </div>
  );
}
