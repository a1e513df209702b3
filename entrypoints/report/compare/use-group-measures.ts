// The metrics of areas in every session of two groups, one session after the other.
import { useEffect, useState } from 'preact/hooks';
import type { Aoi } from '../../../src/session/aois.ts';
import type { ParticipantMetrics } from '../../../src/session/summarize-aois.ts';
import type { ComparedIds } from '../addresses.ts';
import type { SessionOutline } from '../worker/analysis-worker.ts';
import { askAnalysis } from '../worker/ask-analysis.ts';

export type GroupMeasures = {
  /** null until all are measured. */
  first: ParticipantMetrics[] | null;
  second: ParticipantMetrics[] | null;
  done: number;
  total: number;
  cancelled: boolean;
  problem: string;
  cancel(): void;
};

export function useGroupMeasures(
  ids: ComparedIds,
  aois: readonly Aoi[] | null,
  sessions: ReadonlyMap<string, SessionOutline>,
): GroupMeasures {
  const [groups, setGroups] = useState<ParticipantMetrics[][]>([[], []]);
  const [ending, setEnding] = useState<AbortController | null>(null);
  const [cancelled, setCancelled] = useState(false);
  const [problem, setProblem] = useState('');
  const key = JSON.stringify([ids, aois]);

  useEffect(() => {
    if (!aois || aois.length === 0) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    setEnding(controller);
    // What was measured of other areas is not shown as what these say.
    setGroups([[], []]);
    setCancelled(false);
    setProblem('');
    const measure = async (): Promise<void> => {
      const measured: ParticipantMetrics[][] = [[], []];
      for (const [group, members] of ids.entries()) {
        for (const id of members) {
          const { metrics } = await askAnalysis(signal, (analysis, ticket) =>
            analysis.measure(ticket, id, aois),
          );
          measured[group]!.push({ participant: sessions.get(id)!.participant, metrics });
          setGroups(measured.map((own) => own.slice()));
        }
      }
    };
    measure().catch(
      (error) => !signal.aborted && setProblem(error instanceof Error ? error.message : String(error)),
    );
    return () => controller.abort();
  }, [key]);

  const [first, second] = groups as [ParticipantMetrics[], ParticipantMetrics[]];
  const done = first.length + second.length;
  const total = ids.flat().length;
  return {
    first: done === total ? first : null,
    second: done === total ? second : null,
    done,
    total,
    cancelled,
    problem,
    cancel() {
      ending?.abort();
      setCancelled(true);
    },
  };
}
