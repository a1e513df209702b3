// Where a run stands, in words.
import type { StudyRunRow, StudyRunStage } from '../../../src/storage/studies.ts';
import { isUnfinished } from '../../../src/study/run/run-machine.ts';

/** The parts of a study as its header counts them. */
export const PARTS: readonly { title: string; stages: readonly StudyRunStage[] }[] = [
  { title: 'Consent', stages: ['consent'] },
  { title: 'Check', stages: ['screening'] },
  { title: 'Measurement', stages: ['measurement', 'validation'] },
  { title: 'Tasks', stages: ['questions-before', 'tasks', 'questions-after'] },
  { title: 'Your data', stages: ['summary', 'sent', 'kept', 'ended'] },
];

const STAGES: Record<StudyRunStage, string> = {
  consent: 'not agreed to yet',
  screening: 'stopped before the measurement',
  measurement: 'stopped at the measurement',
  validation: 'stopped at the check of accuracy',
  'questions-before': 'stopped before the tasks',
  tasks: 'stopped in the tasks',
  'questions-after': 'stopped at the last questions',
  summary: 'done, but not sent yet',
  sent: 'sent',
  kept: 'kept here, not sent',
  ended: 'ended, nothing sent',
};

export function describeStage(run: StudyRunRow): string {
  const { stage, steps, tasksDone, taskOrder } = run;
  if (stage === 'kept' && steps?.savedAt !== undefined) return 'saved as a file';
  if (stage === 'tasks') return `${tasksDone} of ${taskOrder.length} tasks done`;
  if (stage === 'summary' && run.record.status !== 'complete') return 'ended early, not sent';
  return STAGES[stage];
}

/** How it is called to the participant, whose code is not to be lost. */
export function describeOutcome({ record, stage }: StudyRunRow): string {
  if (isUnfinished({ stage }) && stage !== 'summary') return 'not finished';
  switch (record.status) {
    case 'complete':
      return 'all tasks done';
    case 'left-early':
      return 'ended before the last task';
    case 'screened-out':
      return 'not suited for this computer or camera';
    case 'below-gate':
      return 'gaze was not accurate enough';
    default:
      return 'withdrawn';
  }
}
