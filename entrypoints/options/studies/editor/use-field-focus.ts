// Leads to the field where something is wrong.
import { useEffect, useState } from 'preact/hooks';
import { formatPath, type StudyPath } from '../../../../src/study/study-problem.ts';
import { addressOf } from './parts.ts';

/**
 * Opens the part of a place, and puts the keyboard into its field.
 * @param base the editor's address
 * @param shown what of it is drawn now
 */
export function useFieldFocus(base: string, shown: string): (path: StudyPath) => void {
  const [wanted, setWanted] = useState<{ path: StudyPath } | null>(null);
  useEffect(() => {
    if (!wanted || shown !== addressOf(wanted.path)) return undefined;
    // After the part's own heading, which takes the keyboard when it is drawn.
    const timer = setTimeout(() => {
      focusField(wanted.path);
      setWanted(null);
    });
    return () => clearTimeout(timer);
  }, [wanted, shown]);
  return (path) => {
    setWanted({ path });
    location.hash = `${base}/${addressOf(path)}`;
  };
}

/** The field of the path, else that of what it stands in, as of a list that is empty. */
function focusField(path: StudyPath): void {
  for (let length = path.length; length > 0; length -= 1) {
    const name = CSS.escape(formatPath(path.slice(0, length)));
    const field = document.querySelector<HTMLElement>(`[data-path="${name}"]`);
    if (field) {
      field.focus();
      field.scrollIntoView({ block: 'center' });
      return;
    }
  }
}
