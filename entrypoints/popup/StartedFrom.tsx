// What this run knows the person from, and whether what it learns is kept.
import type { MemoryReport } from '../../src/storage/memory-keeper.ts';
import { Notice } from '../../src/ui/Notice.tsx';

type Props = {
  report: MemoryReport;
  /** Of the person in use; null where nobody is chosen. */
  name: string | null;
  /** Whether Fovea is still getting to know the person: after that, what was discarded is old news. */
  filling: boolean;
  /** Whether a notice says already that the camera is another one. */
  told: boolean;
};

export function StartedFrom({ report, name, filling, told }: Props) {
  const { discarded, notSaved } = report;
  return (
    <>
      {discarded !== undefined && filling && !told && <Notice kind="hint">{discarded}</Notice>}
      {notSaved !== undefined && <Notice kind="problem">{notSaved}</Notice>}
      <p class="small soft" data-fact="started-from">
        {describeStart(report, name)}
      </p>
    </>
  );
}

function describeStart({ startedFrom, newLight, notSaved }: MemoryReport, name: string | null): string {
  const whose = name ?? 'you';
  if (startedFrom === 'measurement') return `Starts from the measurement of ${whose} just now.`;
  if (startedFrom === 'tracking') return `Goes on from what Fovea learned of ${whose} just now.`;
  const start = newLight
    ? `Knows ${whose} from after the light changed, and nothing from before.`
    : 'Starts from people in general.';
  if (name === null) return `${start} Nothing it learns is kept, because no person is chosen.`;
  if (notSaved !== undefined) return start;
  return `${start} What it learns of ${name} is kept, and used again within half an hour.`;
}
