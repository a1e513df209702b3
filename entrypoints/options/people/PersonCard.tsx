// One person with their measurements, and what can be done with them.
import { useState } from 'preact/hooks';
import { deletePerson, type PersonSummary } from '../../../src/storage/people.ts';
import { activePersonId } from '../../../src/storage/settings.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { formatCount, formatSize } from '../../../src/ui/format-size.ts';
import { database } from '../../../src/ui/page-database.ts';
import { rememberDeletion } from '../../../src/ui/remember-deletion.ts';
import { OwnTable } from './compare/OwnTable.tsx';
import { ConfirmDelete } from './ConfirmDelete.tsx';
import { KnownThrough } from './KnownThrough.tsx';
import { MeasurementItem } from './MeasurementItem.tsx';
import { RenameDialog } from './RenameDialog.tsx';

type Props = { person: PersonSummary; active: boolean; onActivate: (id: string) => void };

export function PersonCard({ person, active, onActivate }: Props) {
  const [asking, setAsking] = useState<'rename' | 'delete' | null>(null);
  const { id, name, measurements, bytes } = person;
  const count =
    measurements.length === 0 ? 'no measurements yet' : formatCount(measurements.length, 'measurement');
  return (
    <article class="card person" aria-label={name} aria-current={active} data-testid="person">
      <header class="row row--apart">
        <div class="row">
          <span class="person__initial" aria-hidden="true">
            {[...name][0]?.toLocaleUpperCase()}
          </span>
          <div>
            <h2>{name}</h2>
            <p class="soft small numbers">
              {count}
              {bytes > 0 && ` · ${formatSize(bytes)}`}
            </p>
          </div>
          {active && <span class="badge">In use</span>}
        </div>
        <div class="row person__actions">
          {active ? (
            <Button
              variant="quiet"
              label={`Stop using ${name}`}
              onClick={() => void activePersonId.setValue(null)}
            >
              Stop using
            </Button>
          ) : (
            <Button variant="quiet" label={`Use ${name}`} onClick={() => onActivate(id)}>
              Use
            </Button>
          )}
          <a
            class="button button--quiet"
            href={`#measure/${encodeURIComponent(id)}`}
            aria-label={`Measure ${name}`}
          >
            Measure
          </a>
          <Button variant="quiet" label={`Rename ${name}`} onClick={() => setAsking('rename')}>
            Rename
          </Button>
          <Button variant="quiet" label={`Delete ${name}`} onClick={() => setAsking('delete')}>
            Delete
          </Button>
        </div>
      </header>
      <KnownThrough person={person} />
      {measurements.length > 0 && (
        <ul class="plain-list person__measurements" aria-label={`Measurements of ${name}`}>
          {measurements.map((measurement) => (
            <li key={measurement.id}>
              <MeasurementItem measurement={measurement} personName={name} />
            </li>
          ))}
        </ul>
      )}
      <OwnTable person={person} />
      {asking === 'rename' && <RenameDialog id={id} name={name} onClose={() => setAsking(null)} />}
      {asking === 'delete' && (
        <ConfirmDelete
          title={`Delete ${name}?`}
          text={describeLoss(person)}
          onClose={() => setAsking(null)}
          onConfirm={() => removePerson(person, active)}
        />
      )}
    </article>
  );
}

function describeLoss({ measurements, bytes, known }: PersonSummary): string {
  const forgotten = known.length === 0 ? '' : ' Fovea forgets what it knows of them.';
  if (measurements.length === 0) return `There are no measurements of this person.${forgotten}`;
  const photos = measurements.reduce((sum, { frameCount }) => sum + frameCount, 0);
  const what = `${formatCount(measurements.length, 'measurement')} with ${formatCount(photos, 'photo')}`;
  return `This also deletes ${what} (${formatSize(bytes)}).${forgotten} You can take it back for a moment, not later.`;
}

async function removePerson(person: PersonSummary, active: boolean): Promise<void> {
  const deleted = await deletePerson(database, person.id);
  if (active) await activePersonId.setValue(null);
  const count = deleted.measurements.length;
  rememberDeletion(
    count === 0 ? person.name : `${person.name} and ${formatCount(count, 'measurement')}`,
    deleted,
  );
}
