// Says above a section whose it is: the person in use, and where to choose another.
import { activePersonId } from '../../src/storage/settings.ts';
import { database } from '../../src/ui/page-database.ts';
import { useLiveQuery } from '../../src/ui/use-live-query.ts';
import { useStoredSetting } from '../../src/ui/use-setting.ts';
import './whose-section.css';

export function WhoseSection() {
  const id = useStoredSetting(activePersonId);
  const person = useLiveQuery(async () => (id ? ((await database.people.get(id)) ?? null) : null), [id]);
  if (id === undefined || person.status === 'loading') return <p class="whose small">&nbsp;</p>;
  // Where the database cannot be read, the section itself says so.
  const name = person.status === 'ready' ? person.value?.name : undefined;
  return (
    <p class="whose small" data-testid="whose">
      {name === undefined ? (
        'No person is in use.'
      ) : (
        <>
          Person in use: <strong>{name}</strong>
        </>
      )}{' '}
      <a href="#people">{name === undefined ? 'Choose one' : 'Change'}</a>
    </p>
  );
}
