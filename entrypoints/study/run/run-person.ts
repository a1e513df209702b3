// The person of a run: made for it alone, known by the participant's code, in use while it goes on.
import type { PersonRow } from '../../../src/storage/database.ts';
import { addPerson } from '../../../src/storage/people.ts';
import { activePersonId } from '../../../src/storage/settings.ts';
import type { StudyRunRow } from '../../../src/storage/studies.ts';
import { advanceRun } from '../../../src/storage/study-runs.ts';
import { database } from '../../../src/ui/page-database.ts';

/** Makes the run's person where there is none yet, and puts them into use. */
export async function ensureRunPerson(run: StudyRunRow): Promise<PersonRow> {
  const known = run.personId === undefined ? undefined : await database.people.get(run.personId);
  const person = known ?? (await makePerson(run));
  if ((await activePersonId.getValue()) !== person.id) await activePersonId.setValue(person.id);
  return person;
}

async function makePerson(run: StudyRunRow): Promise<PersonRow> {
  const name = `Study ${run.record.participant}`;
  // Deleted by hand meanwhile: the run's sessions and checks go on under the same id.
  if (run.personId !== undefined) {
    const again = { id: run.personId, name, createdAt: new Date().toISOString() };
    await database.people.put(again);
    return again;
  }
  const before = await activePersonId.getValue();
  // Both or neither: else the person of a run that was cut off here would stay for ever.
  return database.transaction('rw', database.people, database.studyRuns, async () => {
    const person = await addPerson(database, name);
    await advanceRun(database, run.id, {
      type: 'person-made',
      personId: person.id,
      personBefore: before,
    });
    return person;
  });
}
