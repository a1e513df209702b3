// Where studies are opened, and those that were begun here lie.
import { listRuns } from '../../../src/storage/study-runs.ts';
import { isUnfinished } from '../../../src/study/run/run-machine.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { useLiveQuery } from '../../../src/ui/use-live-query.ts';
import { database } from '../../../src/ui/page-database.ts';
import { OpenStudy } from '../open/OpenStudy.tsx';
import type { OpenedStudy } from '../open/read-study.ts';
import { RunList } from './RunList.tsx';

export function Home({ onOpen }: { onOpen: (study: OpenedStudy) => void }) {
  const runs = useLiveQuery(() => listRuns(database));
  const known = runs.status === 'ready' ? runs.value : [];
  const unfinished = known.filter(isUnfinished);
  const over = known.filter((run) => !isUnfinished(run));
  return (
    <>
      <div class="section-head">
        <h1>Take part in a study</h1>
        <p class="soft">
          With Fovea, researchers learn where people look on a page, from an ordinary webcam. What a study
          records stays on this computer until you have seen it and send it yourself.
        </p>
      </div>
      {runs.status === 'failed' && (
        <Notice kind="problem">Fovea’s database cannot be read: {runs.message}</Notice>
      )}
      {unfinished.length > 0 && <RunList title="Not finished" runs={unfinished} />}
      <OpenStudy onOpen={onOpen} />
      {over.length > 0 && <RunList title="Finished" runs={over} />}
      <p class="soft small">
        You are a researcher? <a href="/options.html#studies">Make a study</a>
      </p>
    </>
  );
}
