// The parts that the editor is divided into, and which of them a place of the definition is edited in; pure.
import type { StudyPath } from '../../../../src/study/study-problem.ts';

export const PARTS = [
  { id: 'about', title: 'About' },
  { id: 'consent', title: 'Consent' },
  { id: 'participants', title: 'Participants' },
  { id: 'tasks', title: 'Tasks' },
  { id: 'questions', title: 'Questions' },
  { id: 'recording', title: 'Recording' },
  { id: 'collecting', title: 'Collecting' },
] as const;

export type PartId = (typeof PARTS)[number]['id'];

const PART_OF_KEY: Record<string, PartId> = {
  consent: 'consent',
  retention: 'consent',
  screening: 'participants',
  measurement: 'participants',
  validation: 'participants',
  checks: 'participants',
  tasks: 'tasks',
  order: 'tasks',
  questions: 'questions',
  recording: 'recording',
  collection: 'collecting',
};

export function partOf([key]: StudyPath): PartId {
  return PART_OF_KEY[String(key)] ?? 'about';
}

/** What the address says after the draft's id: `tasks/2` for what stands at `['tasks', 2, …]`. */
export function addressOf(path: StudyPath): string {
  const [key, index] = path;
  return key === 'tasks' && typeof index === 'number' ? `tasks/${index}` : partOf(path);
}
