// How far the analysis is: both passes, and the time that is left of the one at work.
import { describeTimeLeft, estimateTimeLeft } from '../../../src/recording/time-left.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Meter } from '../../../src/ui/Meter.tsx';
import type { AnalysisProgress } from './analyse-recording.ts';

const PASSES = [
  { pass: 1, title: 'Getting to know the face' },
  { pass: 2, title: 'Reading the gaze' },
] as const;

type Props = {
  fileName: string;
  progress?: AnalysisProgress;
  passSinceMs: number;
  onCancel: () => void;
};

export function RecordingProgress({ fileName, progress, passSinceMs, onCancel }: Props) {
  const leftMs = progress && estimateTimeLeft(performance.now() - passSinceMs, progress.share);
  return (
    <>
      <div class="row row--apart">
        <div>
          <p class="file-name">
            <strong>{fileName}</strong>
          </p>
          <p class="soft" data-testid="pass">
            {describePass(progress)}
          </p>
        </div>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
      <ol class="plain-list passes">
        {PASSES.map(({ pass, title }) => {
          const share = shareOf(pass, progress);
          return (
            <li key={pass} class={pass === progress?.pass ? 'pass pass--current' : 'pass'}>
              <div class="row row--apart">
                <span>
                  {pass}. {title}
                </span>
                <span class="numbers soft">{Math.floor(100 * share)} %</span>
              </div>
              <Meter value={share} label={`Pass ${pass}: ${title}`} />
            </li>
          );
        })}
      </ol>
      <p class="soft small numbers" data-testid="time-left">
        {leftMs == null
          ? 'Finding out how long it will take…'
          : `${capitalize(describeTimeLeft(leftMs))} left${progress?.pass === 1 ? ' in this pass' : ''}`}
      </p>
    </>
  );
}

/** What is being done, in words. */
export function describePass(progress: AnalysisProgress | undefined): string {
  const current = PASSES.find(({ pass }) => pass === progress?.pass);
  return current ? `Pass ${current.pass} of 2: ${current.title.toLowerCase()}` : 'Opening the video';
}

/** A pass that is over is whole, one that has not begun is empty. */
function shareOf(pass: 1 | 2, progress: AnalysisProgress | undefined): number {
  if (!progress || pass > progress.pass) return 0;
  return pass < progress.pass ? 1 : Math.min(1, progress.share);
}

function capitalize(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
