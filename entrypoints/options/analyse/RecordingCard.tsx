// Analyses a recorded video of a person in front of a screen.
import { useEffect, useRef } from 'preact/hooks';
import { Notice } from '../../../src/ui/Notice.tsx';
import { FileCard } from './FileCard.tsx';
import { FileProblem } from './FileProblem.tsx';
import { describePass, RecordingProgress } from './RecordingProgress.tsx';
import { RecordingResult } from './RecordingResult.tsx';
import { useRecording, type RecordingState } from './use-recording.ts';

export function RecordingCard() {
  const { state, analyse, cancel } = useRecording();
  const outcome = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The button that had the focus is gone, and the focus with it: on to what took its place.
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (lost && state.status !== 'idle') outcome.current?.focus({ preventScroll: true });
  }, [state.status]);
  return (
    <FileCard
      title="Analyse a recording"
      text="A webcam’s video of one person looking at a screen. Fovea gets to know the face from the whole video first, then reads the gaze in every frame."
      wanted="a video"
      kinds="MP4, MOV, WebM, MKV"
      accept="video/mp4,video/quicktime,video/webm,video/x-matroska,.mkv"
      testId="recording"
      onFile={analyse}
      compact={state.status !== 'idle'}
    >
      {/* Time and per cent change all the while: only what is being done is read aloud, and that it is over. */}
      <p class="read-aloud" role="status">
        {describe(state)}
      </p>
      <div ref={outcome} class="stack file-card__outcome" tabIndex={-1} data-status={state.status}>
        <Outcome state={state} onCancel={cancel} />
      </div>
    </FileCard>
  );
}

function describe(state: RecordingState): string {
  if (state.status === 'analysing') return `${state.fileName}. ${describePass(state.progress)}.`;
  return state.status === 'finished' ? `${state.fileName} is analysed.` : '';
}

function Outcome({ state, onCancel }: { state: RecordingState; onCancel: () => void }) {
  switch (state.status) {
    case 'idle':
      return null;
    case 'analysing':
      return <RecordingProgress {...state} onCancel={onCancel} />;
    case 'finished':
      return <RecordingResult {...state} />;
    case 'faceless':
      return (
        <Notice kind="hint">
          <p>
            <strong>{state.fileName}</strong> shows no open eyes that Fovea can find, so there is no gaze to
            read. The face should be well inside the middle of the picture, lit from the front.
          </p>
        </Notice>
      );
    case 'cancelled':
      return (
        <Notice>
          <p>
            You cancelled the analysis of <strong>{state.fileName}</strong>. Nothing of it was kept.
          </p>
        </Notice>
      );
    case 'failed':
      return <FileProblem problem={state.problem} />;
  }
}
