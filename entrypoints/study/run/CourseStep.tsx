// What the page shows of a task before it, while it goes on in its own tab, and where it was cut off.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { StudyTasks, TasksStep } from '../../../src/study/tasks/run-tasks.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { BEGIN_TASK, describeBegin, TaskWords } from '../../../src/ui/study/steps/TaskWords.tsx';
import type { RunView } from './run-view.ts';

type Shown = Exclude<TasksStep, { step: 'questions' | 'done' }>;
type Props = { step: Shown; tasks: StudyTasks; view: RunView };

export function CourseStep({ step, tasks, view: { say, lang } }: Props) {
  const [problem, setProblem] = useState('');
  const attempt = (work: () => Promise<void>) => async (): Promise<void> => {
    setProblem('');
    await work().catch((error: unknown) =>
      setProblem(error instanceof Error ? error.message : String(error)),
    );
  };
  return (
    <section class="card stack" data-testid="course" data-step={step.step}>
      <TaskWords task={step.task} position={step.position} count={step.count} say={say} lang={lang} />
      {problem !== '' && <Notice kind="problem">{problem}</Notice>}
      {problem === '' && step.step === 'instructions' && step.problem !== undefined && (
        <Notice kind="problem">{step.problem}</Notice>
      )}
      <StepWords step={step}>
        {step.step === 'instructions' && (
          <Button variant="primary" onClick={attempt(tasks.begin)}>
            {BEGIN_TASK}
          </Button>
        )}
        {(step.step === 'running' || step.step === 'check') && (
          <Button variant="primary" onClick={attempt(tasks.showTask)}>
            Go to its tab
          </Button>
        )}
        {step.step === 'interrupted' && (
          <Button variant="primary" onClick={attempt(tasks.goOn)}>
            Go on with the task
          </Button>
        )}
        {(step.step === 'running' || step.step === 'interrupted') && (
          <Button onClick={attempt(tasks.endTask)}>End the task</Button>
        )}
      </StepWords>
    </section>
  );
}

function StepWords({ step, children }: { step: Shown; children: ComponentChildren }) {
  return (
    <>
      <p class="soft" role="status">
        {describe(step)}
      </p>
      <div class="row">{children}</div>
    </>
  );
}

function describe(step: Shown): string {
  switch (step.step) {
    case 'instructions':
      return describeBegin(step);
    case 'check':
      return 'Five dots are shown in a tab of their own.';
    case 'running':
      return 'The task goes on in its own tab.';
    case 'interrupted':
      return step.message ?? 'The task was interrupted.';
  }
}
