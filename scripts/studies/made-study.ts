// A made-up study over the pages of synthetic sessions.
import type { StudyDefinition, StudyTask } from '../../src/study/definition.ts';
import type { DetailLevel } from '../../src/session/session-data.ts';

export type MadeStudyOptions = {
  detail?: DetailLevel;
  recipient?: string;
  revision?: number;
  /** After all others: tasks are then in a fixed order. */
  lastTask?: StudyTask;
};

/** The study's areas, as selectors; the ids are those of the synthetic pages' own areas, whose answers are known. */
const AREAS = {
  hero: { name: 'Hero', selector: 'main > section', urlPattern: '*' },
  offers: { name: 'All offers', selector: '#offers article', urlPattern: 'https://shop.example/*' },
  badge: { name: 'Badge', selector: 'aside > img', urlPattern: 'https://shop.example/' },
  menu: { name: 'Menu', selector: 'body > header', urlPattern: '*' },
} as const;
export type KnownArea = keyof typeof AREAS;
export const KNOWN_AREAS = Object.keys(AREAS) as KnownArea[];

/** `find-hero`: ids name areas within the whole study. */
export function nameArea(task: string, area: KnownArea): string {
  return `${task}-${area}`;
}

type TaskTexts = { id: string; title: string; instructions: string; url: string };

const TASKS: readonly TaskTexts[] = [
  {
    id: 'find',
    title: 'Find a present',
    instructions: 'Find something that you would give to a friend.',
    url: 'https://shop.example/',
  },
  {
    id: 'compare',
    title: 'Compare two offers',
    instructions: 'Find out which of the first two offers is cheaper.',
    url: 'https://shop.example/offers',
  },
  {
    id: 'contact',
    title: 'Ask the shop',
    instructions: 'Find out how the shop can be asked.',
    url: 'https://shop.example/offers/7',
  },
];

export const MADE_STUDY_ID = 'present-shop';

export function makeStudy({
  detail = 'samples',
  recipient,
  revision = 2,
  lastTask,
}: MadeStudyOptions = {}): StudyDefinition {
  return {
    format: 'fovea-study',
    version: 1,
    id: MADE_STUDY_ID,
    revision,
    languages: ['en'],
    title: 'Buying presents',
    researcher: { name: 'Dr. Ada Example', institution: 'Example University', contact: 'ada@example.org' },
    consent: { version: '1', text: 'We look at how people find presents.' },
    screening: { minScreenWidthPx: 1024, minScreenHeightPx: 700, light: 'warn', glasses: 'ask' },
    measurement: { targets: 25 },
    validation: { worstGrade: 4, tries: 2, below: 'leave' },
    checks: { betweenTasks: true, everyS: 60, correctDrift: true },
    order: lastTask ? 'fixed' : 'latin-square',
    tasks: [...TASKS.map(makeTask), ...(lastTask ? [lastTask] : [])],
    questions: {
      before: [
        {
          id: 'often',
          prompt: 'How often do you buy presents on the web?',
          kind: 'single',
          required: true,
          options: [
            { id: 'never', label: 'Never' },
            { id: 'yearly', label: 'A few times a year' },
            { id: 'monthly', label: 'Every month' },
          ],
        },
        {
          id: 'devices',
          prompt: 'On which devices?',
          kind: 'multiple',
          required: false,
          options: [
            { id: 'laptop', label: 'Laptop' },
            { id: 'phone', label: 'Phone' },
            { id: 'tablet', label: 'Tablet' },
          ],
        },
      ],
      after: [
        { id: 'sus', prompt: 'About the shop as a whole:', kind: 'sus', required: true },
        { id: 'wishes', prompt: 'What would you change?', kind: 'text', required: false, maxLength: 500 },
      ],
    },
    recording: { detail, sites: ['https://news.example/*'] },
    collection: { file: true, ...(recipient !== undefined && { recipient }) },
    retention: { text: 'It is deleted after a year.', keepOnDeviceDays: 30 },
  };
}

function makeTask({ id, title, instructions, url }: TaskTexts): StudyTask {
  return {
    id,
    title,
    instructions,
    start: { url },
    success: { kind: 'done' },
    timeLimitS: 600,
    aois: KNOWN_AREAS.map((area) => Object.assign({ id: nameArea(id, area) }, AREAS[area])),
    questions: [
      {
        id: 'ease',
        prompt: 'How easy was that?',
        kind: 'likert',
        required: true,
        points: 7,
        lowLabel: 'Very hard',
        highLabel: 'Very easy',
      },
      ...(id === 'compare'
        ? [{ id: 'load', prompt: 'How much did it take?', kind: 'nasa-tlx' as const, required: true }]
        : []),
    ],
  };
}
