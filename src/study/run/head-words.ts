// How the summary begins, by how the run ended.
import type { StudyRunRow } from '../../storage/studies.ts';

const SCREENED_OUT: Record<string, string> = {
  screen: 'This study needs a larger screen than yours.',
  light: 'This study needs more light on your face than there is.',
  glasses: 'This study cannot be done with glasses on.',
};

export function describeHead({ record, definition }: Pick<StudyRunRow, 'record' | 'definition'>): {
  title: string;
  text: string;
} {
  const { name } = definition.researcher;
  const tell = `It helps ${name} to know that somebody came, and why it did not work out: you may tell, without any recording.`;
  switch (record.status) {
    case 'screened-out':
      return {
        title: 'Thank you for coming this far',
        text: `${SCREENED_OUT[record.reason ?? ''] ?? ''} Nothing of your eyes was recorded. ${tell}`.trim(),
      };
    case 'below-gate':
      return {
        title: 'Thank you for trying',
        text: `Fovea cannot see well enough here where you look. That is the camera and the light, not you. ${tell}`,
      };
    case 'left-early':
      return {
        title: 'You ended the study',
        text: `Here is what there is so far. Nothing of it has left this computer. You decide whether ${name} gets it.`,
      };
    default:
      return {
        title: 'Thank you, that was all',
        text: `Here is what ${name} would get. Nothing of it has left this computer yet. You decide.`,
      };
  }
}
