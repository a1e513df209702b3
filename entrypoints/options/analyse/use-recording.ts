// Runs the analysis of one recording at a time: another file, leaving the section, or closing the tab ends it.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AnalysisProgress, AnalysisResult } from './analyse-recording.ts';
import { toProblem, type Problem } from './FileProblem.tsx';

export type RecordingState =
  | { status: 'idle' }
  /** `progress` is absent until the first frame; `passSinceMs` is when its pass began, on `performance.now()`. */
  | { status: 'analysing'; fileName: string; progress?: AnalysisProgress; passSinceMs: number }
  | { status: 'finished'; fileName: string; result: AnalysisResult }
  | { status: 'faceless'; fileName: string }
  | { status: 'cancelled'; fileName: string }
  | { status: 'failed'; problem: Problem };

export function useRecording() {
  const [state, setState] = useState<RecordingState>({ status: 'idle' });
  const run = useRef(new AbortController());
  useEffect(() => () => run.current.abort(), []);

  const analyse = async (file: File): Promise<void> => {
    run.current.abort();
    run.current = new AbortController();
    const { signal } = run.current;
    const { name: fileName } = file;
    let pass = 0;
    let passSinceMs = performance.now();
    setState({ status: 'analysing', fileName, passSinceMs });
    const onProgress = (progress: AnalysisProgress): void => {
      if (signal.aborted) return;
      if (progress.pass !== pass) passSinceMs = performance.now();
      pass = progress.pass;
      setState({ status: 'analysing', fileName, progress, passSinceMs });
    };
    try {
      const { analyseRecording } = await import('./analyse-recording.ts');
      const result = await analyseRecording(file, { signal, onProgress });
      if (!signal.aborted) setState({ status: 'finished', fileName, result });
    } catch (error) {
      if (signal.aborted) return;
      const faceless = error instanceof Error && error.name === 'NoFaceError';
      setState(
        faceless
          ? { status: 'faceless', fileName }
          : { status: 'failed', problem: toProblem(fileName, error) },
      );
    }
  };

  return {
    state,
    analyse: (file: File) => void analyse(file),
    cancel(): void {
      run.current.abort();
      setState((now) => (now.status === 'analysing' ? { status: 'cancelled', fileName: now.fileName } : now));
    },
  };
}
