// Yes or no.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { StudyPath } from '../../../../src/study/study-problem.ts';
import { useField } from '../editor/editor-context.ts';
import { FieldNotes } from './FieldNotes.tsx';

type Props = { path: StudyPath; label: string; means?: ComponentChildren };

export function TickField({ path, label, means }: Props) {
  const id = useId();
  const { name, value, error, set } = useField<boolean>(path, label);
  return (
    <div class="study-field">
      <label class="check">
        <input
          type="checkbox"
          checked={value}
          data-path={name}
          aria-describedby={`${id}-notes`}
          onChange={({ currentTarget }) => set(currentTarget.checked)}
        />
        <span class="check__text">
          {label}
          {means !== undefined && <span class="soft study-choice__means">{means}</span>}
        </span>
      </label>
      <FieldNotes id={`${id}-notes`} error={error} />
    </div>
  );
}
