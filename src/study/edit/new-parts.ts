// What a new study, task, question or area begins as; pure.
import type {
  LocalText,
  PictureArea,
  PictureShape,
  StudyArea,
  StudyDefinition,
  StudyQuestion,
  StudyTask,
  SusWording,
  TlxWording,
} from '../definition.ts';
import { STUDY_FORMAT, STUDY_VERSION } from '../definition.ts';
import { TLX_SCALES } from '../questions/nasa-tlx.ts';
import { SUS_STATEMENTS } from '../questions/sus.ts';
import { listQuestionNames, makeName } from './names.ts';

/** To be changed by whoever uses it: what they record, and why, only they know. */
export const CONSENT_EXAMPLE = `We would like to know [what the study is about].

You will look at a few pages and do [number] small tasks. It takes about [number] minutes. While you do, Fovea works out from your webcam where on the pages of this study you look. The webcam’s pictures stay on your computer and are not kept.

You take part freely. You may stop at any time without giving a reason, and nothing is sent before you have seen it and pressed Send. If you change your mind later, tell us the code that Fovea shows you, and we delete your data.`;

const RETENTION_EXAMPLE =
  'The data are kept under a code, without your name. [Who] may see them, and they are deleted by [date].';

/** A study that lacks only what nobody else can know. @param id of the study, unique in the world */
export function makeStudy(id: string, language = 'en'): StudyDefinition {
  const study: StudyDefinition = {
    format: STUDY_FORMAT,
    version: STUDY_VERSION,
    id,
    revision: 1,
    languages: [language],
    title: '',
    researcher: { name: '', contact: '' },
    consent: { version: '1', text: CONSENT_EXAMPLE },
    screening: { minScreenWidthPx: 1000, minScreenHeightPx: 600, light: 'warn', glasses: 'ask' },
    measurement: { targets: 25 },
    validation: { worstGrade: 4, tries: 2, below: 'go-on' },
    checks: { betweenTasks: true, everyS: 60, correctDrift: true },
    order: 'fixed',
    tasks: [],
    questions: { before: [], after: [] },
    recording: { detail: 'fixations', sites: [] },
    collection: { file: true },
    retention: { text: RETENTION_EXAMPLE, keepOnDeviceDays: 30 },
  };
  const withTask = { ...study, tasks: [makeTask(study, 'page')] };
  const usability = makeQuestion(withTask, 'sus');
  return { ...withTask, questions: { before: [], after: [{ ...usability, id: 'usability' }] } };
}

/** Nothing written yet, in each language. */
export function makeText({ languages }: Pick<StudyDefinition, 'languages'>, first = ''): LocalText {
  if (languages.length === 1) return first;
  return Object.fromEntries(languages.map((tag, index) => [tag, index === 0 ? first : '']));
}

export function makeTask(study: StudyDefinition, on: 'page' | 'picture'): StudyTask {
  const shared = {
    id: makeName(
      'task',
      study.tasks.map(({ id }) => id),
    ),
    title: makeText(study),
    instructions: makeText(study),
    aois: [],
    questions: [],
  };
  return on === 'page'
    ? { ...shared, start: { url: '' }, success: { kind: 'done' }, timeLimitS: 180 }
    : {
        ...shared,
        start: { picture: { dataUrl: '', alt: makeText(study) } },
        success: { kind: 'time', afterS: 10 },
      };
}

export function makeQuestion(study: StudyDefinition, kind: StudyQuestion['kind']): StudyQuestion {
  const shared = {
    id: makeName('question', listQuestionNames(study)),
    prompt: makeText(study),
    required: true,
  };
  switch (kind) {
    case 'single':
    case 'multiple':
      return {
        ...shared,
        kind,
        required: kind === 'single',
        options: [1, 2].map((number) => ({ id: `option-${number}`, label: makeText(study) })),
      };
    case 'likert':
      return { ...shared, kind, points: 7, lowLabel: makeText(study), highLabel: makeText(study) };
    case 'sus':
      return { ...shared, kind, prompt: makeText(study, 'How much do you agree with each of these?') };
    case 'nasa-tlx':
      return { ...shared, kind, prompt: makeText(study, 'How was it to do the tasks?') };
    case 'text':
      return { ...shared, kind, required: false, maxLength: 1000 };
  }
}

/** A translation with nothing written in it yet; each of its words is needed. */
export function makeWording(kind: 'sus' | 'nasa-tlx'): SusWording | TlxWording {
  return kind === 'sus'
    ? { source: '', statements: SUS_STATEMENTS.map(() => ''), low: '', high: '' }
    : { source: '', scales: TLX_SCALES.map(() => ({ name: '', asks: '', low: '', high: '' })) };
}

/** A name that no area of the task has, to be told apart at once; in the data one that none of the study has. */
export function makePictureArea(study: StudyDefinition, task: StudyTask, shape: PictureShape): PictureArea {
  const names = new Set(task.aois.map(({ name }) => name));
  let number = task.aois.length + 1;
  while (names.has(`Area ${number}`)) number += 1;
  return { id: makeName('area', listAreaIds(study)), name: `Area ${number}`, shape };
}

function listAreaIds({ tasks }: StudyDefinition): string[] {
  return tasks.flatMap(({ aois }) => aois.map(({ id }) => id));
}

/** On the pages of the task's own site, where that is known. */
export function makeArea(study: StudyDefinition, task: StudyTask): StudyArea {
  const taken = listAreaIds(study);
  const url = 'url' in task.start && URL.canParse(task.start.url) ? new URL(task.start.url) : null;
  const urlPattern = url === null ? '*' : `${url.origin}/*`;
  return { id: makeName('area', taken), name: '', selector: '', urlPattern };
}
