// What every field of the editor needs: the draft, what is wrong with it, and how to change it.
import { createContext } from 'preact';
import { useContext, useState } from 'preact/hooks';
import type { StudyDefinition } from '../../../../src/study/definition.ts';
import { formatPath, readPath, type StudyPath } from '../../../../src/study/study-problem.ts';
import { setPath } from '../../../../src/study/edit/set-path.ts';

export type Edit = (
  /** In words, for the button that takes it back. */
  what: string,
  change: (draft: StudyDefinition) => StudyDefinition,
  /** Changes of the same one are taken back together while somebody types. */
  field?: string,
) => void;

export type EditorContent = {
  draft: StudyDefinition;
  /** Messages by formatted path. */
  errors: ReadonlyMap<string, string>;
  warnings: ReadonlyMap<string, string>;
  edit: Edit;
};

export const EditorContext = createContext<EditorContent | null>(null);

export function useEditor(): EditorContent {
  const content = useContext(EditorContext);
  if (!content) throw new Error('A field of the editor stands outside of it.');
  return content;
}

/** What is still to be filled in is said in the list; beside the field once somebody was there. */
export function useShownError(value: string, error: string | undefined) {
  const [left, setLeft] = useState(false);
  return { shown: value === '' && !left ? undefined : error, onBlur: () => setLeft(true) };
}

/** One value of the draft, what is wrong with it, and how to set it. */
export function useField<T>(path: StudyPath, label: string) {
  const { draft, errors, warnings, edit } = useEditor();
  const name = formatPath(path);
  return {
    name,
    value: readPath(draft, path) as T,
    error: errors.get(name),
    warning: warnings.get(name),
    set(value: T | undefined): void {
      edit(label, (before) => setPath(before, path, value), name);
    },
  };
}
