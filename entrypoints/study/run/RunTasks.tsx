// The tasks: each step is shown as the background worker has it; questions after a task are asked here.
import { useEffect, useState } from 'preact/hooks';
import { isOfThisSitting } from '../../../src/measurement/measurement-end.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import type { StudyRunRow } from '../../../src/storage/studies.ts';
import type { StudyTask } from '../../../src/study/definition.ts';
import { listShownQuestions, readKnownAnswers } from '../../../src/study/questions/shown-questions.ts';
import { runTasks, type StudyTasks, type TasksStep } from '../../../src/study/tasks/run-tasks.ts';
import { submitAfterTask } from '../../../src/study/run/question-pages.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';
import { QuestionsPage } from '../questions/QuestionsStep.tsx';
import { CourseStep } from './CourseStep.tsx';
import { MeasureAgain } from './MeasureAgain.tsx';
import { ensureRunPerson } from './run-person.ts';
import type { RunView } from './run-view.ts';

export function RunTasks({ view }: { view: RunView }) {
  const { run, act } = view;
  const [tasks, setTasks] = useState<StudyTasks | null>(null);
  const [step, setStep] = useState<TasksStep | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const onError = (error: unknown): void => setProblem(explainStorageError(error));
    // After a restart somebody else may have been put into use.
    ensureRunPerson(run).then(() => {
      if (signal.aborted) return;
      setTasks(runTasks(run.id, { database, signal, onChange: setStep, onError }));
    }, onError);
    return () => controller.abort();
  }, [run.id]);

  const isAsking = step?.step === 'questions' && hasQuestions(run, step.task);
  useEffect(() => {
    if (!tasks || !step) return;
    if (step.step === 'done') void act({ type: 'tasks-done', at: new Date().toISOString() });
    // They are answered, perhaps before a crash, or there are none for this participant.
    if (step.step !== 'questions' || isAsking) return;
    tasks.questionsDone().catch((error: unknown) => setProblem(explainStorageError(error)));
  }, [tasks, step, isAsking]);

  if (problem !== '') return <Notice kind="problem">{problem}</Notice>;
  if (!tasks || !step || step.step === 'done') return <h1>The tasks</h1>;
  if (step.step === 'questions') {
    if (!isAsking) return <h1>The tasks</h1>;
    return (
      <QuestionsPage
        key={step.task.id}
        view={view}
        title={view.say(step.task.title)}
        questions={step.task.questions}
        submit={submitAfterTask(step.position + 1 === step.count)}
        task={step.task.id}
      />
    );
  }
  const takenAt = run.record.measurement?.takenAt;
  return (
    <>
      <MeasureAgain view={view} isLate={takenAt !== undefined && !isOfThisSitting(takenAt)} />
      <CourseStep step={step} tasks={tasks} view={view} />
    </>
  );
}

/** Whether anything after a task is still to be asked. */
function hasQuestions({ record }: StudyRunRow, { id, questions }: StudyTask): boolean {
  const answers = record.answers ?? [];
  if (answers.some(({ task }) => task === id)) return false;
  return listShownQuestions(questions, {}, readKnownAnswers(answers, id)).length > 0;
}
