// A task before it begins.
import type { StudyTask } from '../../../study/definition.ts';
import type { Say } from '../question-props.ts';
import { StepTitle } from './StepHead.tsx';
import './steps.css';

type Props = {
  task: Pick<StudyTask, 'title' | 'instructions'>;
  /** From 0. */
  position: number;
  count: number;
  say: Say;
  lang: string;
};

export function TaskWords({ task, position, count, say, lang }: Props) {
  return (
    <>
      <p class="soft small">
        Task {position + 1} of {count}
      </p>
      <StepTitle title={say(task.title)} lang={lang} />
      <p class="study-text" lang={lang} dir="auto">
        {say(task.instructions)}
      </p>
    </>
  );
}

export function describeBegin({ checkFirst }: { checkFirst: boolean }): string {
  return checkFirst
    ? 'Five dots come first, then the task opens in a tab of its own.'
    : 'It opens in a tab of its own.';
}

export const BEGIN_TASK = 'Begin the task';
