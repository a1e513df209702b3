// What would be sent, item by item; then the participant sends it, saves it, keeps it, or lets it go.
import { useEffect, useState } from 'preact/hooks';
import { Notice } from '../../../src/ui/Notice.tsx';
import { useFocusOnMount } from '../../../src/ui/use-focus-on-mount.ts';
import { endRun, forgetRunPerson } from '../run/end-run.ts';
import type { RunView } from '../run/run-view.ts';
import { describeHead } from './head-words.ts';
import { SendPanel } from './SendPanel.tsx';
import { SummaryItems } from './SummaryItems.tsx';

export function SummaryStep({ view }: { view: RunView }) {
  const { run } = view;
  const heading = useFocusOnMount();
  const { title, text } = describeHead(run);
  const [problem, setProblem] = useState('');
  // However the run came here: nothing is recorded any more, the leave for its sites and the photos are gone.
  useEffect(() => {
    endRun(run)
      .then(() => forgetRunPerson(run))
      .catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
  }, [run.id]);
  return (
    <>
      <div class="section-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p class="soft">{text}</p>
      </div>
      {problem !== '' && <Notice kind="problem">{problem}</Notice>}
      <SummaryItems view={view} />
      <SendPanel view={view} />
    </>
  );
}
