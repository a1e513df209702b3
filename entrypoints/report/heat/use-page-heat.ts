// The heat of a page, computed in the background; the last one stays until the next is there.
import { proxy } from 'comlink';
import { useEffect, useState } from 'preact/hooks';
import type { FixationParameters } from '../../../src/gaze/fixation-parameters.ts';
import type { HeatOptions } from '../../../src/heatmap/heat-points.ts';
import type { PageHeat } from '../../../src/heatmap/page-heat.ts';
import type { DocumentSize } from '../../../src/session/session-pages.ts';
import { askAnalysis } from '../worker/ask-analysis.ts';

/** One session's part, or one of several. */
export type HeatPart = {
  id: string;
  views: readonly number[];
  parameters?: FixationParameters | undefined;
};

export type HeatResult = {
  heat: PageHeat | null;
  working: boolean;
  /** Sessions that have been read for it, while it works. */
  read: number;
  problem: string;
};

export function usePageHeat(
  parts: readonly HeatPart[],
  { widthPx, heightPx }: DocumentSize,
  { from, weight, normalization }: HeatOptions,
): HeatResult {
  const [heat, setHeat] = useState<PageHeat | null>(null);
  const [working, setWorking] = useState(true);
  const [read, setRead] = useState(0);
  const [problem, setProblem] = useState('');
  // Fixations are of no matter to heat from samples: it does not wait for other parameters.
  const asked = from === 'samples' ? parts.map(({ id, views }) => ({ id, views })) : parts;
  const key = JSON.stringify([asked, widthPx, heightPx, from, weight, normalization]);
  useEffect(() => {
    const ending = new AbortController();
    setWorking(true);
    setRead(0);
    const onRead = proxy((done: number) => {
      if (!ending.signal.aborted) setRead(done);
    });
    const area = { xDocumentPx: 0, yDocumentPx: 0, widthPx, heightPx };
    const end = (made: PageHeat | null, message: string): void => {
      if (ending.signal.aborted) return;
      if (made) setHeat(made);
      setProblem(message);
      setWorking(false);
    };
    void askAnalysis(ending.signal, (analysis, ticket) =>
      analysis.heat(ticket, asked, area, { from, weight, normalization }, onRead),
    ).then(
      (made) => end(made, ''),
      (error) => end(null, error instanceof Error ? error.message : String(error)),
    );
    return () => ending.abort();
  }, [key]);
  return { heat, working, read, problem };
}
