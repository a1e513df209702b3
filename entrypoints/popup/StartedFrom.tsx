// What the normalization of this run started from, and whether what it learns is kept.
import type { MomentsReport } from '../../src/storage/moments-keeper.ts';
import { Notice } from '../../src/ui/Notice.tsx';

/** @param props.name Of the person in use; null where nobody is chosen. */
export function StartedFrom({ report, name }: { report: MomentsReport; name: string | null }) {
  const { startedFrom, discarded, notSaved } = report;
  return (
    <>
      {discarded !== undefined && <Notice kind="hint">{discarded}</Notice>}
      {notSaved !== undefined && <Notice kind="problem">{notSaved}</Notice>}
      <p class="small soft" data-fact="started-from">
        {startedFrom === 'person'
          ? `Starts from what Fovea knows of ${name ?? 'you'}.`
          : `Starts from people in general. ${describeKeeping(name)}`}
      </p>
    </>
  );
}

function describeKeeping(name: string | null): string {
  return name === null
    ? 'Nothing it learns is kept, because no person is chosen.'
    : `What it learns of ${name} is kept for the next time.`;
}
