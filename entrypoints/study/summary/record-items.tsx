// The items of a submission that are told by its record: answers, tasks, checks, the computer.
import type { TaskResult } from '../../../src/study/submission.ts';
import { describeAnswer, findQuestion } from '../../../src/study/run/describe-answer.ts';
import { formatDate } from '../../../src/ui/format-date.ts';
import { formatDuration } from '../../../src/ui/format-duration.ts';
import type { RunView } from '../run/run-view.ts';

const OUTCOMES: Record<TaskResult['outcome'], string> = {
  success: 'done',
  'timed-out': 'time was up',
  'gave-up': 'given up',
  interrupted: 'broken off',
};

export function AnswersItem({ view: { run, say, lang } }: { view: RunView }) {
  return (
    <dl class="answers" lang={lang} dir="auto">
      {run.record.answers?.map((answer) => {
        const question = findQuestion(run.definition, answer);
        return (
          <div key={`${answer.task}/${answer.question}`}>
            <dt>{question ? say(question.prompt) : answer.question}</dt>
            <dd>{describeAnswer(question, answer, say, lang)}</dd>
          </div>
        );
      })}
    </dl>
  );
}

export function TasksItem({ view: { run, say, lang } }: { view: RunView }) {
  return (
    <table class="plain-table">
      <thead>
        <tr>
          <th scope="col">Task</th>
          <th scope="col">How it ended</th>
          <th scope="col">Time</th>
        </tr>
      </thead>
      <tbody>
        {run.record.tasks?.map((result) => {
          const task = run.definition.tasks.find(({ id }) => id === result.task);
          return (
            <tr key={result.task}>
              <th scope="row" lang={lang} dir="auto">
                {task ? say(task.title) : result.task}
              </th>
              <td>{OUTCOMES[result.outcome]}</td>
              <td class="numbers">{formatDuration(measureTask(result))}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Without the breaks for checks. */
function measureTask({ startMs, endMs, pauses }: TaskResult): number {
  return endMs - startMs - pauses.reduce((sum, pause) => sum + pause.endMs - pause.startMs, 0);
}

export function ChecksItem({ view: { run } }: { view: RunView }) {
  return (
    <table class="plain-table numbers">
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Grade</th>
          <th scope="col">Off by, % of the screen</th>
          <th scope="col">Frames without gaze</th>
          <th scope="col">Corrected by</th>
        </tr>
      </thead>
      <tbody>
        {run.record.checks?.map(({ kind, checkedAt, figures, correction }) => (
          <tr key={checkedAt}>
            <th scope="row">
              {formatDate(checkedAt)}
              {kind === 'validation' && ', before the tasks'}
            </th>
            <td>{figures.grade} of 6</td>
            <td>{figures.accuracyPct === null ? '–' : figures.accuracyPct.toFixed(1)}</td>
            <td>{Math.round(figures.dataLossPct)} %</td>
            <td>
              {correction
                ? `${(100 * correction.xScreen).toFixed(1)}, ${(100 * correction.yScreen).toFixed(1)} %`
                : '–'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function ComputerItem({ view: { run } }: { view: RunView }) {
  const { record, studyHash } = run;
  const { environment, consent } = record;
  return (
    <dl class="facts">
      <dt>Your code</dt>
      <dd>{record.participant}</dd>
      <dt>Consent</dt>
      <dd>
        version {consent?.version}, {consent && formatDate(consent.agreedAt)}
      </dd>
      <dt>Study</dt>
      <dd>
        {run.studyId}, revision {run.definition.revision}, file <code class="hash">{studyHash}</code>
      </dd>
      {environment && (
        <>
          <dt>Screen</dt>
          <dd>
            {environment.screen.widthPx} × {environment.screen.heightPx} pixels
          </dd>
          <dt>Browser</dt>
          <dd>{environment.userAgent}</dd>
          {environment.glasses !== undefined && (
            <>
              <dt>Glasses</dt>
              <dd>{environment.glasses ? 'yes' : 'no'}</dd>
            </>
          )}
        </>
      )}
      <dt>Measurement</dt>
      <dd>
        {record.measurement
          ? `${record.measurement.targets} dots, ${formatDate(record.measurement.takenAt)}; without the photos`
          : 'none'}
      </dd>
    </dl>
  );
}
