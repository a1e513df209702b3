// A session's fixations with the chosen parameters, found in the background.
import { useEffect, useState } from 'preact/hooks';
import type { FixationParameters } from '../../../src/gaze/fixation-parameters.ts';
import type { Detection } from '../../../src/gaze/fixations.ts';
import { askAnalysis } from '../worker/ask-analysis.ts';

export type Fixations = {
  /** Of the newest parameters that are done; null until the first are. */
  detection: Detection | null;
  /** The chosen parameters, or those that suit the session; null until these are known. */
  parameters: FixationParameters | null;
  /** Whether they were chosen by hand. */
  changed: boolean;
  working: boolean;
  problem: string;
  /** null goes back to those that suit the session. */
  choose(parameters: FixationParameters | null): void;
};

export function useDetection(id: string): Fixations {
  const [chosen, setChosen] = useState<FixationParameters | null>(null);
  const [detection, setDetection] = useState<Detection | null>(null);
  const [working, setWorking] = useState(true);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    const ending = new AbortController();
    setWorking(true);
    const end = (message: string): void => {
      if (ending.signal.aborted) return;
      setProblem(message);
      setWorking(false);
    };
    void askAnalysis(ending.signal, (analysis, ticket) =>
      analysis.detect(ticket, id, chosen ?? undefined),
    ).then(
      (found) => {
        setDetection(found);
        end('');
      },
      (error) => end(error instanceof Error ? error.message : String(error)),
    );
    return () => ending.abort();
  }, [id, chosen]);
  return {
    detection,
    parameters: chosen ?? detection?.parameters ?? null,
    changed: chosen !== null,
    working,
    problem,
    choose: setChosen,
  };
}
