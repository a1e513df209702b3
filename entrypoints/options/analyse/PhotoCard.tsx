// Tries Fovea on a single photo.
import { useState } from 'preact/hooks';
import { PHOTO_TYPES } from '../../../src/recording/decode-photo.ts';
import { activePersonId } from '../../../src/storage/settings.ts';
import { listPeople } from '../../../src/storage/people.ts';
import { database } from '../../../src/ui/page-database.ts';
import { useLiveQuery } from '../../../src/ui/use-live-query.ts';
import { useStoredSetting } from '../../../src/ui/use-setting.ts';
import { FileCard } from './FileCard.tsx';
import { FileProblem } from './FileProblem.tsx';
import { PhotoResult } from './PhotoResult.tsx';
import { usePhoto } from './use-photo.ts';

/** The select's value for somebody of whom nothing is known. */
const NOBODY = '';

export function PhotoCard() {
  const people = useLiveQuery(() => listPeople(database));
  const activeId = useStoredSetting(activePersonId);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const list = people.status === 'ready' ? people.value : [];
  const wishedId = chosenId ?? activeId;
  const person = list.find(({ id }) => id === wishedId) ?? null;
  const known = people.status !== 'loading' && activeId !== undefined;
  const { state, open } = usePhoto(known ? (person?.id ?? null) : undefined);
  return (
    <FileCard
      title="Try it on a photo"
      text="A photo of one person looking at a screen, taken by the camera above it. Fovea shows the eyes that it finds, and where on the screen it thinks they look."
      wanted="a photo"
      kinds="JPEG, PNG, WebP"
      accept={PHOTO_TYPES.join(',')}
      testId="photo"
      onFile={open}
      compact={state.status !== 'idle'}
    >
      {list.length > 0 && (
        <label class="field photo-person">
          Who is in the photo?
          <select value={person?.id ?? NOBODY} onChange={(event) => setChosenId(event.currentTarget.value)}>
            {list.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
            <option value={NOBODY}>Somebody else</option>
          </select>
        </label>
      )}
      <div class="file-card__outcome" data-status={state.status}>
        {(state.status === 'opening' || state.status === 'reading') && (
          <p class="soft" role="status">
            Reading <strong>{state.status === 'reading' ? state.photo.fileName : state.fileName}</strong>…
          </p>
        )}
        {state.status === 'failed' && <FileProblem problem={state.problem} />}
        {state.status === 'read' && (
          <PhotoResult photo={state.photo} reading={state.reading} person={person} />
        )}
      </div>
    </FileCard>
  );
}
