// People and their measurements: the list, or what to do while there is none.
import { listPeople } from '../../../src/storage/people.ts';
import { activePersonId } from '../../../src/storage/settings.ts';
import { formatCount, formatSize } from '../../../src/ui/format-size.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';
import { useLiveQuery } from '../../../src/ui/use-live-query.ts';
import { useSetting } from '../../../src/ui/use-setting.ts';
import { EmptyPeople } from './EmptyPeople.tsx';
import { ImportButton } from './ImportButton.tsx';
import { ImportReports } from './ImportReports.tsx';
import { PersonCard } from './PersonCard.tsx';
import { useImports } from './use-imports.ts';
import './people.css';

export function PeopleSection() {
  const people = useLiveQuery(() => listPeople(database));
  const [activeId, setActiveId] = useSetting(activePersonId);
  const imports = useImports();
  if (people.status === 'loading') return <h1>People</h1>;
  if (people.status === 'failed') {
    return <Notice kind="problem">Fovea’s database cannot be read: {people.message}</Notice>;
  }
  const list = people.value;
  const measurements = list.reduce((sum, person) => sum + person.measurements.length, 0);
  const bytes = list.reduce((sum, person) => sum + person.bytes, 0);
  return (
    <>
      <div class="row row--apart section-head">
        <div>
          <h1>People</h1>
          {list.length > 0 && (
            <p class="soft numbers" data-testid="totals">
              {formatCount(list.length, 'person', 'people')} · {formatCount(measurements, 'measurement')} ·{' '}
              {formatSize(bytes)} on this disk
            </p>
          )}
        </div>
        {list.length > 0 && (
          <div class="row">
            <ImportButton onFiles={imports.add} />
            <a class="button button--primary" href="#measure">
              New measurement
            </a>
          </div>
        )}
      </div>
      <ImportReports reports={imports.reports} onCancel={imports.cancel} onDismiss={imports.dismiss} />
      {list.length === 0 ? (
        <EmptyPeople onFiles={imports.add} />
      ) : (
        <ul class="plain-list stack" aria-label="People">
          {list.map((person) => (
            <li key={person.id}>
              <PersonCard person={person} active={person.id === activeId} onActivate={setActiveId} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
