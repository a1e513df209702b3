// What a session says of areas, computed in the background once they stand still for a moment.
import { useEffect, useState } from 'preact/hooks';
import type { FixationParameters } from '../../../src/gaze/fixation-parameters.ts';
import type { Aoi } from '../../../src/session/aois.ts';
import type { Measures } from '../worker/analysis-worker.ts';
import { askAnalysis } from '../worker/ask-analysis.ts';

export type MeasureResult = Measures & { working: boolean; problem: string };

const STILL_MS = 150;
const NONE: Measures = { metrics: [], sizes: [] };

export function useMeasures(
  id: string,
  aois: readonly Aoi[] | null,
  parameters: FixationParameters | null,
): MeasureResult {
  const [measures, setMeasures] = useState(NONE);
  const [working, setWorking] = useState(true);
  const [problem, setProblem] = useState('');
  // Name and colour are of no matter to it.
  const key = JSON.stringify([
    id,
    aois?.map(({ id: own, urlPattern, shape }) => [own, urlPattern, shape]),
    parameters,
  ]);
  useEffect(() => {
    if (!aois || !parameters) return undefined;
    const ending = new AbortController();
    setWorking(true);
    const end = (made: Measures, message: string): void => {
      if (ending.signal.aborted) return;
      setMeasures(made);
      setProblem(message);
      setWorking(false);
    };
    const timer = setTimeout(() => {
      void askAnalysis(ending.signal, (analysis, ticket) =>
        analysis.measure(ticket, id, aois, parameters),
      ).then(
        (made) => end(made, ''),
        (error) => end(NONE, error instanceof Error ? error.message : String(error)),
      );
    }, STILL_MS);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [key]);
  return { ...measures, working, problem };
}
