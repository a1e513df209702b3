// What this run knows the person from, and whether what it learns is kept.
import type { PersonRow } from '../../src/storage/database.ts';
import type { MemoryReport } from '../../src/storage/memory-keeper.ts';
import { Button } from '../../src/ui/Button.tsx';
import { Notice } from '../../src/ui/Notice.tsx';
import { openMeasure, openPage } from './open-page.ts';

type Props = {
  report: MemoryReport;
  /** In use; null where nobody is chosen. */
  person: PersonRow | null;
  /** Whether Fovea is still getting to know the person: after that, what was discarded is old news. */
  filling: boolean;
  /** Whether a notice says already that the camera is another one. */
  told: boolean;
};

export function StartedFrom({ report, person, filling, told }: Props) {
  const { discarded, notSaved } = report;
  return (
    <>
      {discarded !== undefined && filling && !told && <Notice kind="hint">{discarded}</Notice>}
      {notSaved !== undefined && <Notice kind="problem">{notSaved}</Notice>}
      <p class="small soft" data-fact="started-from">
        {describeStart(report, person?.name ?? null)}
      </p>
      {/* Until then there is enough to read in so small a window. */}
      {report.startedFrom !== 'measurement' && !filling && (
        <div class="row row--apart small fact-row">
          <span class="soft">Half a minute of dots tells it more.</span>
          <Button
            variant="quiet"
            onClick={() => (person ? openMeasure(person.id) : openPage('options', 'measure'))}
          >
            Measure
          </Button>
        </div>
      )}
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
