// A task: its instructions, what it starts at, and the bar that stays on the page.
import type { PreviewPage } from './preview-pages.ts';
import type { PreviewProps } from './PreviewBody.tsx';

type Props = PreviewProps & { page: Extract<PreviewPage, { kind: 'task' }> };

export function PreviewTask({ page: { task, number, checked }, study, say, lang }: Props) {
  const { start, success, timeLimitS } = task;
  return (
    <>
      {checked && <p class="soft small">Before it: five dots, to see whether anything has drifted.</p>}
      <div class="stack stack--tight">
        <p class="soft">
          Task {number} of {study.tasks.length}
        </p>
        <h3 class="preview-heading" lang={lang} dir="auto">
          {say(task.title)}
        </h3>
      </div>
      <p class="preview-text" lang={lang} dir="auto">
        {say(task.instructions)}
      </p>
      {'url' in start ? (
        <p class="soft">
          Then <code>{start.url || 'its address'}</code> opens, with this bar on it:
        </p>
      ) : (
        <>
          <p class="soft">Then the picture is shown, with this bar on it:</p>
          {start.picture.dataUrl !== '' && (
            <img class="study-picture" src={start.picture.dataUrl} alt={say(start.picture.alt)} />
          )}
        </>
      )}
      <div class="preview-bar" role="img" aria-label="The bar on the page">
        <strong lang={lang} dir="auto">
          {say(task.title)}
        </strong>
        <span class="preview-bar__end">
          {timeLimitS !== undefined && <span class="numbers">{formatClock(timeLimitS)}</span>}
          {success.kind === 'done' && <span class="preview-bar__button">Done</span>}
          <span class="preview-bar__quiet">Give up</span>
        </span>
      </div>
      <p class="soft small">{describeEnd(task)}</p>
    </>
  );
}

function formatClock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

function describeEnd({ success, timeLimitS }: Props['page']['task']): string {
  const ends = {
    done: 'It ends when the participant presses Done.',
    time: `It ends by itself${success.kind === 'time' ? ` after ${success.afterS} s` : ''}.`,
    url: 'It ends by itself when the address is reached.',
    click: 'It ends by itself when that is clicked.',
  }[success.kind];
  return timeLimitS === undefined ? ends : `${ends} After ${timeLimitS} s it is over, done or not.`;
}
