// A place of the definition as the editor names it; pure.
import type { StudyDefinition } from '../../../../src/study/definition.ts';
import type { StudyPath } from '../../../../src/study/study-problem.ts';
import { nameLanguage } from '../../../../src/study/texts.ts';

const WORDS: Record<string, string> = {
  id: 'Name in the data',
  languages: 'Languages',
  title: 'Title',
  researcher: 'Researcher',
  name: 'Name',
  institution: 'Institution',
  contact: 'Contact',
  consent: 'Consent',
  screening: 'Screening',
  minScreenWidthPx: 'Narrowest screen',
  minScreenHeightPx: 'Lowest screen',
  light: 'Light',
  glasses: 'Glasses',
  measurement: 'Measurement',
  validation: 'Accuracy check',
  worstGrade: 'Grade',
  tries: 'Tries',
  checks: 'Checks between tasks',
  everyS: 'Also within a task',
  order: 'Order',
  tasks: 'Tasks',
  instructions: 'Instructions',
  start: 'Start',
  url: 'Address',
  picture: 'Picture',
  alt: 'What it shows',
  success: 'End',
  pattern: 'Address',
  selector: 'Selector',
  urlPattern: 'Pages',
  afterS: 'Time',
  timeLimitS: 'Time limit',
  before: 'before the tasks',
  after: 'after the tasks',
  prompt: 'Question',
  options: 'Option',
  label: 'Text',
  lowLabel: 'Low end',
  highLabel: 'High end',
  points: 'Points',
  maxLength: 'Length',
  showIf: 'Condition',
  recording: 'Recording',
  detail: 'Level of detail',
  sites: 'Site',
  collection: 'Collecting',
  file: 'File',
  upload: 'Upload',
  recipient: 'Key',
  headers: 'Headers',
  fields: 'Fields',
  translations: 'Translation',
  source: 'Whose translation it is',
  low: 'Low end',
  high: 'High end',
  asks: 'What it asks',
  shape: 'Place',
  xPicture: 'From the left',
  yPicture: 'From the top',
  widthPicture: 'Width',
  heightPicture: 'Height',
  retention: 'What becomes of the data',
  keepOnDeviceDays: 'Days on their machine',
};
/** Said by what they hold. */
const SILENT = new Set(['questions', 'text', 'aois', 'question', 'isAnyOf', 'dataUrl', 'kind']);
const NUMBERED: Record<string, string> = {
  tasks: 'Task',
  questions: 'question',
  aois: 'area',
  options: 'option',
  statements: 'statement',
  scales: 'scale',
  sites: 'site',
  languages: 'Language',
  before: 'question',
  after: 'question',
};

/** `['tasks', 0, 'title', 'de']` -> `Task 1 · Title · Deutsch`. */
export function describePlace({ languages }: Pick<StudyDefinition, 'languages'>, path: StudyPath): string {
  const words: string[] = [];
  for (const [index, step] of path.entries()) {
    const next = path[index + 1];
    if (typeof step === 'number') {
      const list = String(path[index - 1]);
      if (list === 'isAnyOf') continue;
      if (list === 'before' || list === 'after') words.push(`Question ${step + 1} ${WORDS[list]}`);
      else words.push(`${NUMBERED[list] ?? list} ${step + 1}`);
    } else if (typeof next === 'number') continue;
    else if (isLanguage(languages, path, index)) words.push(nameLanguage(step));
    else if (!SILENT.has(step) || path.length === 1) words.push(WORDS[step] ?? step);
  }
  const text = words.join(' · ');
  return text === '' ? 'The study' : text.charAt(0).toUpperCase() + text.slice(1);
}

/** What ends the path of a text, or names a translation; `id` after a number is a name, though it is the tag of a language too. */
function isLanguage(languages: readonly string[], path: StudyPath, index: number): boolean {
  const isLast = index === path.length - 1 && typeof path[index - 1] === 'string';
  return (isLast || path[index - 1] === 'translations') && languages.includes(String(path[index]));
}
