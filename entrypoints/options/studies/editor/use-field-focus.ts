// Leads to the field where something is wrong.
import { useEffect, useRef } from 'preact/hooks';
import { formatPath, type StudyPath } from '../../../../src/study/study-problem.ts';
import { addressOf } from './parts.ts';

/** Opens the part of a place, and puts the keyboard into its field. @param base the editor's address */
export function useFieldFocus(base: string): (path: StudyPath) => void {
  const wanted = useRef<StudyPath | null>(null);
  const look = (): void => {
    if (wanted.current && focusField(wanted.current)) wanted.current = null;
  };
  // Every drawing may be the one in which the part is there.
  useEffect(look);
  return (path) => {
    wanted.current = path;
    const address = `${base}/${addressOf(path)}`;
    if (location.hash === address) look();
    else location.hash = address;
  };
}

/** The field of the path, else that of what it stands in, as of a list that is empty. */
function focusField(path: StudyPath): boolean {
  for (let length = path.length; length > 0; length -= 1) {
    const name = CSS.escape(formatPath(path.slice(0, length)));
    const field = document.querySelector<HTMLElement>(`[data-path="${name}"]`);
    if (field) {
      field.focus();
      field.scrollIntoView({ block: 'center' });
      return true;
    }
  }
  return false;
}
