// What taking part in a study means, in plain words, told by its definition alone: nothing that a researcher could leave out.
import type { StudyDefinition } from '../definition.ts';
import { listSites } from '../sites.ts';
import { originOfUpload } from '../upload-address.ts';

export type StudyWords = {
  /** What Fovea works out and keeps on this computer while the tasks go on. */
  recorded: string[];
  /** What of it may leave, at most. */
  leaves: string[];
  /** Where to, and how; each is the participant's own step. */
  where: string[];
  /** What does not leave whatever is pressed. */
  never: string[];
  /** How long this computer keeps it. */
  keptHere: string;
};

/** Of what leaves, in the levels' order; each level adds to those before it. */
const LEVEL_WORDS = {
  aois: 'how long, how often and when you looked at each area of a page that the researchers named',
  fixations: 'where on the pages your eyes rested, when, and for how long, with the pages’ addresses',
  samples:
    'where you looked on the pages many times a second, with the pages’ addresses and titles, your scrolling and clicks',
  screenshots:
    'pictures of the pages as you saw them, with all that is on them: what you type there, or your name where you are signed in',
} as const;

const LEVELS = ['aois', 'fixations', 'samples', 'screenshots'] as const;

export function describeStudy(study: StudyDefinition): StudyWords {
  const { recording, collection, retention } = study;
  const level = LEVELS.indexOf(recording.detail);
  const sites = listSites(study);
  const pictures = study.tasks.filter(({ start }) => 'picture' in start).length;
  return {
    recorded: [
      describeWhere(sites, pictures),
      ...(recording.detail === 'screenshots'
        ? ['Pictures of these pages are taken meanwhile.']
        : ['No pictures of the pages are taken.']),
      'Nothing else that you do in the browser is recorded, and nothing while a task is not going on.',
    ],
    leaves: [
      ...LEVELS.slice(0, level + 1).map((one) => `${upperFirst(LEVEL_WORDS[one])}.`),
      ...describeAnswers(study),
      'How each task ended and how long it took, and how accurately Fovea saw where you look.',
      `The size of your screen, your browser’s and system’s name and version${level >= LEVELS.indexOf('samples') ? ', your camera’s name' : ''}, and a code in place of your name.`,
    ],
    where: describeCollection(collection),
    never: [
      'The camera’s pictures. They are read on this computer and forgotten at once; only the photos of the measurement are kept here, until you are through with the study.',
      ...LEVELS.slice(level + 1).map((one) => `${upperFirst(LEVEL_WORDS[one])}.`),
    ],
    keptHere: describeKeeping(retention.keepOnDeviceDays),
  };
}

/** In words: how long a participant takes for all of it, about. */
export function describeParts({ measurement, tasks, questions }: StudyDefinition): string {
  const asked =
    questions.before.length +
    questions.after.length +
    tasks.reduce((sum, task) => sum + task.questions.length, 0);
  const parts = [
    `${measurement.targets} dots to look at`,
    `${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}`,
    ...(asked > 0 ? [`${asked} ${asked === 1 ? 'question' : 'questions'}`] : []),
  ];
  return parts.join(', ');
}

/** `*://shop.example/*` -> `shop.example`; with a word for all below it. */
export function nameSite(pattern: string): string {
  if (pattern === '<all_urls>') return 'every site';
  const host = pattern.replace(/^[^:]+:\/\//, '').replace(/\/\*$/, '');
  if (host === '*') return 'every site';
  return host.startsWith('*.') ? `${host.slice(2)} and all below it` : host;
}

function describeWhere(sites: readonly string[], pictures: number): string {
  const places = [
    ...(sites.length > 0 ? [`on ${listInWords(sites.map(nameSite))}`] : []),
    ...(pictures > 0 ? [`on ${pictures === 1 ? 'a picture' : `${pictures} pictures`} of the study`] : []),
  ];
  return `Where you look while you do the tasks: ${places.join(', and ')}.`;
}

function describeAnswers({ questions, tasks }: StudyDefinition): string[] {
  const isAsking = [questions.before, questions.after, ...tasks.map((task) => task.questions)].some(
    (list) => list.length > 0,
  );
  return isAsking ? ['Your answers to the questions.'] : [];
}

function describeCollection({ file, upload, recipient }: StudyDefinition['collection']): string[] {
  const reading =
    recipient === undefined
      ? 'It is not encrypted: whoever gets it can read it.'
      : 'It is encrypted before, so that only the researchers can read it.';
  return [
    'Not before you have seen all of it at the end and pressed a button.',
    ...(upload ? [`You may send it to ${originOfUpload(upload.url)}, and to nowhere else.`] : []),
    ...(file ? [`You may save it as a file, and hand that over yourself.`] : []),
    reading,
    'Or you may keep it to yourself.',
  ];
}

function describeKeeping(days: number): string {
  if (days === 0) return 'Once it is sent or saved, it is deleted from this computer.';
  return `Once it is sent or saved, this computer keeps it for ${days === 1 ? 'a day' : `${days} days`}, then deletes it. You can delete it earlier, at any time.`;
}

function listInWords(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
