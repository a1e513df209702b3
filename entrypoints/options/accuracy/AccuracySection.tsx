// Accuracy: how far gaze is off at dots that Fovea has not learned from, for the person in use.
import { activePersonId } from '../../../src/storage/settings.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';
import { useLiveQuery } from '../../../src/ui/use-live-query.ts';
import { useStoredSetting } from '../../../src/ui/use-setting.ts';
import { useThisScreen } from '../../../src/ui/use-this-screen.ts';
import { NewPerson } from './NewPerson.tsx';
import { PersonChecks } from './PersonChecks.tsx';
import { ScreenSize } from './ScreenSize.tsx';
import './accuracy.css';

export function AccuracySection() {
  const id = useStoredSetting(activePersonId);
  const person = useLiveQuery(async () => (id ? ((await database.people.get(id)) ?? null) : null), [id]);
  const screen = useThisScreen();
  if (id === undefined || person.status === 'loading' || !screen) return <h1>Accuracy</h1>;
  if (person.status === 'failed') {
    return <Notice kind="problem">Fovea’s database cannot be read: {person.message}</Notice>;
  }
  return (
    <>
      <div class="section-head">
        <h1>Accuracy</h1>
        <p class="soft">
          Look at dots in new places, and see how far off Fovea is. It is not told where they are, and no
          photo is kept.
        </p>
      </div>
      {/* A check belongs to its person: with another one in use it ends. */}
      {person.value ? (
        <PersonChecks key={person.value.id} person={person.value} screen={screen} />
      ) : (
        <>
          <NewPerson />
          <ScreenSize screen={screen} />
        </>
      )}
    </>
  );
}
