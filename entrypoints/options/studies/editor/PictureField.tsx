// A picture that is looked at: it lies in the study's file itself.
import { useId, useRef, useState } from 'preact/hooks';
import type { StudyPath } from '../../../../src/study/study-problem.ts';
import { formatSize } from '../../../../src/ui/format-size.ts';
import { useField } from './editor-context.ts';
import { FieldNotes } from '../fields/FieldNotes.tsx';
import { LocalField } from '../fields/LocalField.tsx';
import { readPicture } from './read-picture.ts';

export function PictureField({ path }: { path: StudyPath }) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const { name, value, error, set } = useField<string>([...path, 'dataUrl'], 'the picture');
  const [problem, setProblem] = useState<string | undefined>();
  const choose = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const read = await readPicture(file);
    setProblem(read.ok ? undefined : read.message);
    if (read.ok) set(read.dataUrl);
  };
  const missing = value === '' ? 'Please choose a picture.' : error;
  return (
    <>
      <div class="study-field">
        <span id={`${id}-label`} class="study-field__label">
          Picture
        </span>
        {value !== '' && error === undefined && (
          <img class="study-picture" src={value} alt="The picture of this task" />
        )}
        <div class="row">
          <button
            type="button"
            class="button"
            data-path={name}
            aria-describedby={`${id}-label ${id}-notes`}
            onClick={() => input.current?.click()}
          >
            {value === '' ? 'Choose a picture…' : 'Choose another…'}
          </button>
          {value !== '' && <span class="soft small">{formatSize((value.length * 3) / 4)}</span>}
        </div>
        <input
          ref={input}
          type="file"
          accept="image/png,image/jpeg,image/webp"
          hidden
          aria-label="Picture"
          data-testid="picture-file"
          onChange={({ currentTarget }) => {
            void choose(currentTarget.files?.[0]);
            currentTarget.value = '';
          }}
        />
        <FieldNotes
          id={`${id}-notes`}
          error={problem ?? missing}
          hint="PNG, JPEG or WebP, up to 6 MB. It is shown as large as the window lets it."
        />
      </div>
      <LocalField
        path={[...path, 'alt']}
        label="What it shows"
        hint="For your report, and for who uses a screen reader."
      />
    </>
  );
}
