// Names with values, as headers and fields of a form: one a line, as everybody writes headers.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { formatPath, type StudyPath } from '../../../../src/study/study-problem.ts';
import { FieldNotes } from '../fields/FieldNotes.tsx';
import { useEditor, useField } from './editor-context.ts';
import { formatPairs, readPairs } from './pairs.ts';

type Props = { path: StudyPath; label: string; hint: ComponentChildren; optional?: boolean };

export function PairsField({ path, label, hint, optional = false }: Props) {
  const id = useId();
  const { errors } = useEditor();
  const { name, value, set } = useField<Record<string, string> | undefined>(path, label);
  const [text, setText] = useState(() => formatPairs(value ?? {}));
  const [problem, setProblem] = useState<string | undefined>();
  // A change from elsewhere, as by Undo, is shown; what is typed and no pair yet stays.
  const stored = formatPairs(value ?? {});
  useEffect(() => {
    const read = readPairs(text);
    if (read.ok && formatPairs(read.pairs) !== stored) setText(stored);
  }, [stored]);
  const wrong =
    problem ??
    [...errors].find(
      ([place]) => place === name || place.startsWith(`${name}.`) || place.startsWith(`${name}[`),
    )?.[1];
  return (
    <div class="study-field">
      <label for={id}>
        {label}
        {optional && <span class="soft"> (optional)</span>}
      </label>
      <textarea
        id={id}
        class="study-input study-input--code"
        rows={Math.max(3, text.split('\n').length + 1)}
        value={text}
        spellcheck={false}
        data-path={formatPath(path)}
        aria-invalid={wrong !== undefined}
        aria-describedby={`${id}-notes`}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          const read = readPairs(currentTarget.value);
          setProblem(read.ok ? undefined : read.message);
          if (!read.ok) return;
          set(optional && Object.keys(read.pairs).length === 0 ? undefined : read.pairs);
        }}
      />
      <FieldNotes
        id={`${id}-notes`}
        error={wrong}
        hint={
          <>
            One a line, as <code>name: value</code>. {hint}
          </>
        }
      />
    </div>
  );
}
