// Says whose measurements and settings are in use.
import { useEffect, useState } from 'preact/hooks';
import { openDatabase } from '../../src/storage/database.ts';
import { activePersonId } from '../../src/storage/settings.ts';

export function PersonInUse() {
  const [name, setName] = useState<string | null>(null);

  useEffect(() => {
    void readActiveName().then(setName);
    return activePersonId.watch(() => void readActiveName().then(setName));
  }, []);

  return (
    <p class="small soft">
      {name === null ? (
        'No person is chosen yet.'
      ) : (
        <>
          Person in use: <strong>{name}</strong>
        </>
      )}
    </p>
  );
}

async function readActiveName(): Promise<string | null> {
  const id = await activePersonId.getValue();
  if (id === null) return null;
  const person = await openDatabase().people.get(id);
  return person?.name ?? null;
}
