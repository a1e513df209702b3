// The last page: what became of it, the code, how long it is kept here, and what can still be done.
import { useState } from 'preact/hooks';
import { findDeletionMs } from '../../../src/study/run/retention.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { formatDate } from '../../../src/ui/format-date.ts';
import { useFocusOnMount } from '../../../src/ui/use-focus-on-mount.ts';
import { DeleteRun } from '../run/DeleteRun.tsx';
import { ParticipantCode } from '../run/ParticipantCode.tsx';
import type { RunView } from '../run/run-view.ts';
import { SendPanel } from '../summary/SendPanel.tsx';
import { SummaryItems } from '../summary/SummaryItems.tsx';

export function EndStep({ view }: { view: RunView }) {
  const { run, say, lang } = view;
  const { stage, steps, definition } = run;
  const heading = useFocusOnMount();
  const [deleting, setDeleting] = useState(false);
  const { title, text } = describeEnd(view);
  const deletionMs = findDeletionMs(run);
  const isGone = stage === 'sent' || steps?.savedAt !== undefined;
  return (
    <>
      <section class="card stack end" data-testid="end">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p>{text}</p>
        {isGone && (
          <div>
            <p class="soft small">Your code</p>
            <ParticipantCode run={run} />
            <p class="soft small">
              Note it. With it, {definition.researcher.name} ({definition.researcher.contact}) finds your data
              should you ever want it deleted there.
            </p>
            <p class="soft small" lang={lang} dir="auto">
              {say(definition.retention.text)}
            </p>
          </div>
        )}
        <p class="soft small">
          {deletionMs === null
            ? 'It stays on this computer until you send it or delete it.'
            : `What is on this computer is deleted on ${formatDate(new Date(deletionMs).toISOString())}.`}
        </p>
        <div class="row">
          {stage !== 'kept' && (
            <Button variant="danger" onClick={() => setDeleting(true)}>
              Delete it from this computer now…
            </Button>
          )}
          <a class="button" href="#">
            All studies
          </a>
        </div>
      </section>
      {stage !== 'ended' && <SummaryItems view={view} />}
      {stage === 'kept' && <SendPanel view={view} />}
      {deleting && <DeleteRun run={run} onDeleted={view.onDeleted} onClose={() => setDeleting(false)} />}
    </>
  );
}

function describeEnd({ run: { stage, steps, definition } }: RunView): { title: string; text: string } {
  const { name } = definition.researcher;
  if (stage === 'sent') {
    return { title: 'Sent. Thank you!', text: `${name} has your data. You can close this tab.` };
  }
  if (stage === 'ended') {
    return { title: 'Thank you for your time', text: 'Nothing was sent. You can close this tab.' };
  }
  return steps?.savedAt === undefined
    ? { title: 'Kept here', text: 'Nothing was sent. You can still send it from this page, or delete it.' }
    : {
        title: 'Saved. Thank you!',
        text: `Hand the file over to ${name} (${definition.researcher.contact}).`,
      };
}
