// Before a measurement: who is measured, what will happen, and whether the camera sees them.
import { useState } from 'preact/hooks';
import type { Capture } from '../../../src/measurement/capture.ts';
import { getSurface, measurePage } from '../../../src/measurement/screen-place.ts';
import type { MeasurementRow, PersonRow } from '../../../src/storage/database.ts';
import { beginMeasurement } from '../../../src/storage/measurements.ts';
import { addPerson, listPeople } from '../../../src/storage/people.ts';
import { estimateMeasurementBytes, requireRoom } from '../../../src/storage/room.ts';
import { activePersonId, measurementDots, measurementSound } from '../../../src/storage/settings.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { enterFullscreen } from '../../../src/ui/fullscreen.ts';
import { CameraPreview } from '../../../src/ui/measure/CameraPreview.tsx';
import { EyesCheck } from '../../../src/ui/measure/EyesCheck.tsx';
import { Instructions } from '../../../src/ui/measure/Instructions.tsx';
import type { Camera } from '../../../src/ui/measure/use-camera.ts';
import type { Eyes } from '../../../src/ui/measure/use-eyes.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';
import { useLiveQuery } from '../../../src/ui/use-live-query.ts';
import { useSetting } from '../../../src/ui/use-setting.ts';
import { DotsField } from './DotsField.tsx';
import type { MeasuredParticipant } from './MeasureSection.tsx';
import { NEW_PERSON, PersonField } from './PersonField.tsx';
import { Unfinished } from './Unfinished.tsx';
import '../../../src/ui/measure/setup.css';
import './measure.css';

type Props = {
  startWith: string;
  participant?: MeasuredParticipant;
  camera: Camera;
  eyes: Eyes;
  onBegin: (measurement: MeasurementRow, personName: string) => void;
};

export function Setup({ startWith, participant, camera, eyes, onBegin }: Props) {
  const people = useLiveQuery(() => listPeople(database));
  const [activeId] = useSetting(activePersonId);
  const [dots, setDots] = useSetting(measurementDots);
  const [sound, setSound] = useSetting(measurementSound);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [newName, setNewName] = useState('');
  const [problem, setProblem] = useState('');
  if (people.status === 'loading') return <h1>Take a measurement</h1>;
  if (people.status === 'failed') {
    return <Notice kind="problem">Fovea’s database cannot be read: {people.message}</Notice>;
  }
  const everyone = people.value;
  const list = participant ? everyone.filter(({ id }) => id === participant.personId) : everyone;
  const personId = pickPerson(list, [chosenId, startWith, activeId]);
  const targetCount = participant?.targetCount ?? dots;

  const begin = async (): Promise<void> => {
    setProblem('');
    if (camera.state.status !== 'ready') return;
    try {
      const known = list.find(({ id }) => id === personId);
      if (participant && !known) throw new Error('Your part was deleted meanwhile. Open your link again.');
      await requireRoom(estimateMeasurementBytes(targetCount));
      const person = known ?? (await addPerson(database, newName));
      setChosenId(person.id);
      await enterFullscreen();
      const row = await beginMeasurement(
        database,
        describe(person, camera.state.capture.camera, targetCount),
      );
      onBegin(row, person.name);
    } catch (error) {
      setProblem(explainStorageError(error));
    }
  };

  return (
    <>
      <div class="section-head">
        <h1>Take a measurement</h1>
        <p class="soft">
          {targetCount} dots, {describeLength(targetCount)}. The photos stay on this computer.
        </p>
      </div>
      <Unfinished people={list} cameraReady={camera.state.status === 'ready'} onResume={onBegin} />
      <form
        class="card setup"
        onSubmit={(event) => {
          event.preventDefault();
          void begin();
        }}
      >
        <div class="stack">
          {participant ? (
            <p>
              You are measured as <strong>{participant.code}</strong>.
            </p>
          ) : (
            <PersonField
              people={list}
              personId={personId}
              newName={newName}
              onPerson={setChosenId}
              onNewName={setNewName}
            />
          )}
          {!participant && <DotsField legend="How many dots" count={dots} onCount={setDots} />}
          <Instructions targetCount={targetCount} />
          <label class="check">
            <input
              type="checkbox"
              checked={sound}
              onChange={(event) => setSound(event.currentTarget.checked)}
            />
            A short sound at each press
          </label>
          {problem !== '' && <Notice kind="problem">{problem}</Notice>}
          <div class="row">
            <button
              type="submit"
              class="button button--primary setup__start"
              disabled={camera.state.status !== 'ready'}
            >
              Start in full screen
            </button>
            {participant && (
              <Button variant="quiet" onClick={participant.onLeave}>
                Back
              </Button>
            )}
          </div>
        </div>
        <div class="stack stack--tight">
          <CameraPreview camera={camera} />
          {camera.state.status === 'ready' && <EyesCheck eyes={eyes} />}
          {camera.state.status !== 'failed' && (
            <p class="soft small">
              Your face should be well inside this square, lit from the front. Only this square is kept.
            </p>
          )}
        </div>
      </form>
    </>
  );
}

/** At the pace of the article's 100 in four minutes. */
function describeLength(targetCount: number): string {
  if (targetCount >= 100) return 'about four minutes';
  return targetCount >= 25 ? 'about a minute' : 'about half a minute';
}

/** The first of the wishes that there is; else the first person; else a new one. */
function pickPerson(people: readonly PersonRow[], wishes: readonly (string | null)[]): string {
  const known = wishes.find((id) => id === NEW_PERSON || people.some((person) => person.id === id));
  return known ?? people[0]?.id ?? NEW_PERSON;
}

function describe(person: PersonRow, camera: Capture['camera'], count: number) {
  const { surface, widthPx, heightPx } = getSurface(measurePage());
  return {
    personId: person.id,
    screen: { widthPx, heightPx, extra: {} },
    camera: { ...camera, extra: {} },
    targets: { seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0, count },
    extra: { surface },
  };
}
