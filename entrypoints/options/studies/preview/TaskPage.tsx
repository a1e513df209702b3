// A task: its instructions, what it starts at, and the bar that stays on the page.
import { BEGIN_TASK, describeBegin, TaskWords } from '../../../../src/ui/study/steps/TaskWords.tsx';
import type { PreviewPage } from './preview-pages.ts';
import type { PreviewProps } from './PreviewBody.tsx';
import { TaskBar } from './TaskBar.tsx';

type Props = PreviewProps & { page: Extract<PreviewPage, { kind: 'task' }> };

export function PreviewTask({ page: { task, number, checked }, study, say, lang }: Props) {
  const { start } = task;
  return (
    <>
      <TaskWords task={task} position={number - 1} count={study.tasks.length} say={say} lang={lang} />
      <p class="soft">{describeBegin({ checkFirst: checked })}</p>
      <div class="row">
        <button type="button" class="button button--primary" disabled>
          {BEGIN_TASK}
        </button>
      </div>
      {'url' in start ? (
        <p class="soft small">
          Then <code>{start.url || 'its address'}</code> opens, with this bar on it:
        </p>
      ) : (
        <>
          <p class="soft small">Then the picture is shown, with this bar on it:</p>
          {start.picture.dataUrl !== '' && (
            <img class="study-picture" src={start.picture.dataUrl} alt={say(start.picture.alt)} />
          )}
        </>
      )}
      <TaskBar task={task} number={number} count={study.tasks.length} say={say} lang={lang} />
      <p class="soft small">{describeEnd(task)}</p>
    </>
  );
}

function describeEnd({ success, timeLimitS }: Props['page']['task']): string {
  const ends = {
    done: 'It ends when the participant presses “I’m done”.',
    time: `It ends by itself${success.kind === 'time' ? ` after ${success.afterS} s` : ''}.`,
    url: 'It ends by itself when the address is reached.',
    click: 'It ends by itself when that is clicked.',
  }[success.kind];
  return timeLimitS === undefined ? ends : `${ends} After ${timeLimitS} s it is over, done or not.`;
}
