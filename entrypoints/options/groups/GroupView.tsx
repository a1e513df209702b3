// One group: how far its people are, and what can be done with all of it.
import { useState } from 'preact/hooks';
import type { GroupOverview } from '../../../src/group/overview.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Meter } from '../../../src/ui/Meter.tsx';
import { formatDate } from '../../../src/ui/format-date.ts';
import { formatCount, formatSize } from '../../../src/ui/format-size.ts';
import { saveFile } from '../../../src/ui/save-file.ts';
import { useFocusOnMount } from '../../../src/ui/use-focus-on-mount.ts';
import { DeleteGroup } from './DeleteGroup.tsx';
import { startGroupExport, useGroupExport } from './group-exports.ts';
import { GroupExportPanel } from './GroupExportPanel.tsx';
import { listInvitations } from './invitation-link.ts';
import { canStream } from '../../../src/ui/open-sink.ts';
import { ParticipantTable } from './ParticipantTable.tsx';

export function GroupView({ overview }: { overview: GroupOverview }) {
  const heading = useFocusOnMount();
  const [deleting, setDeleting] = useState(false);
  const exporting = useGroupExport();
  const { group, progress, totals } = overview;
  const isOurs = group.origin === 'defined';
  const busy = exporting?.status === 'writing' || exporting?.status === 'choosing';
  return (
    <>
      <div class="section-head">
        <p class="small">
          <a href="#groups">All groups</a>
        </p>
        <div class="row row--apart">
          <h1 ref={heading} tabIndex={-1} class="group__title">
            {group.title}
          </h1>
          <div class="row">
            <Button variant="danger" onClick={() => setDeleting(true)}>
              Delete…
            </Button>
            {isOurs && (
              <a class="button" href={`#groups/${group.id}/edit`}>
                Edit
              </a>
            )}
            <Button
              variant="primary"
              disabled={totals.photos + totals.checks === 0 || busy}
              onClick={() => void startGroupExport(group)}
            >
              Export all as one zip
            </Button>
          </div>
        </div>
        {!isOurs && (
          <p class="soft">
            You joined this group through a link. Export it and give the file to whoever invited you.
          </p>
        )}
      </div>
      {!canStream() && totals.photos > 0 && (
        <p class="soft small" data-testid="no-streaming">
          This browser cannot write a file while it is made, so the zip ({formatSize(totals.bytes)}) is put
          together first and then downloaded. That needs as much room once more, for a while.
        </p>
      )}
      <GroupExportPanel overview={overview} />
      <section class="card stack" aria-label="Progress">
        <div class="row row--apart">
          <p class="group__done numbers" data-testid="group-done">
            <strong>
              {totals.done} of {totals.people}
            </strong>{' '}
            done
          </p>
          <p class="soft small numbers">
            {totals.agreed} agreed
            {totals.withdrawn > 0 && ` · ${totals.withdrawn} withdrew`}
            {totals.checks > 0 && ` · ${formatCount(totals.checks, 'accuracy check')}`} ·{' '}
            {formatCount(totals.photos, 'photo')} · {formatSize(totals.bytes)} on this disk
          </p>
        </div>
        <Meter value={totals.people === 0 ? 0 : totals.done / totals.people} label="People who are done" />
        <ParticipantTable group={group} progress={progress} />
        {isOurs && progress.length > 0 && (
          <p class="small">
            <Button onClick={() => saveFile('invitations.csv', listInvitations(group, progress))}>
              Save all links (CSV)
            </Button>
          </p>
        )}
      </section>
      <section class="card stack stack--tight" aria-label="What they agree to">
        <div class="row row--apart">
          <h2>What they agree to</h2>
          <span class="soft small numbers">Version {group.consent.version}</span>
        </div>
        <p class="consent-text">{group.consent.text}</p>
        <p class="soft small numbers">
          A measurement has {group.targetCount} dots. The group was {isOurs ? 'made' : 'joined'} on{' '}
          {formatDate(group.createdAt)}.
        </p>
      </section>
      {deleting && <DeleteGroup overview={overview} onClose={() => setDeleting(false)} />}
    </>
  );
}
