// What the normalization of this run started from, and whether what it learns is kept.
import type { MomentsReport } from '../../src/storage/moments-keeper.ts';
import { Notice } from '../../src/ui/Notice.tsx';

type Props = {
  report: MomentsReport;
  /** Of the person in use; null where nobody is chosen. */
  name: string | null;
  /** Whether Fovea is still getting to know the person: after that, what was discarded is old news. */
  filling: boolean;
};

export function StartedFrom({ report, name, filling }: Props) {
  const { discarded, notSaved } = report;
  return (
    <>
      {discarded !== undefined && filling && <Notice kind="hint">{discarded}</Notice>}
      {notSaved !== undefined && <Notice kind="problem">{notSaved}</Notice>}
      <p class="small soft" data-fact="started-from">
        {describeStart(report, name)}
      </p>
    </>
  );
}

function describeStart({ startedFrom, notSaved }: MomentsReport, name: string | null): string {
  if (startedFrom === 'person') return `Starts from what Fovea knows of ${name ?? 'you'}.`;
  const start = 'Starts from people in general.';
  if (name === null) return `${start} Nothing it learns is kept, because no person is chosen.`;
  return notSaved === undefined ? `${start} What it learns of ${name} is kept for the next time.` : start;
}
