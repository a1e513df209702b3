// What would be sent, item by item; then the participant sends it, saves it, keeps it, or lets it go.
import { useEffect, useState } from 'preact/hooks';
import { describeHead } from '../../../src/study/run/head-words.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { StepHead } from '../../../src/ui/study/steps/StepHead.tsx';
import { endRun, forgetRunPerson } from '../run/end-run.ts';
import type { RunView } from '../run/run-view.ts';
import { SendPanel } from './SendPanel.tsx';
import { SummaryItems } from './SummaryItems.tsx';

export function SummaryStep({ view }: { view: RunView }) {
  const { run } = view;
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
      <StepHead title={title}>
        <p class="soft">{text}</p>
      </StepHead>
      {problem !== '' && <Notice kind="problem">{problem}</Notice>}
      <SummaryItems view={view} />
      <SendPanel view={view} />
    </>
  );
}
