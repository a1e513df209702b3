// How the export of a group goes, and what came of it.
import type { GroupContent, GroupExportProgress } from '../../../src/group/export.ts';
import type { GroupOverview } from '../../../src/group/overview.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Meter } from '../../../src/ui/Meter.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { formatCount, formatSize } from '../../../src/ui/format-size.ts';
import { cancelGroupExport, dismissGroupExport, useGroupExport } from './group-exports.ts';

export function GroupExportPanel({ overview: { group } }: { overview: GroupOverview }) {
  const state = useGroupExport();
  if (!state || state.groupId !== group.id || state.status === 'choosing') return null;
  const dismiss = (
    <Button variant="quiet" onClick={dismissGroupExport}>
      Dismiss
    </Button>
  );
  return (
    <div data-testid="group-export" data-status={state.status}>
      <Notice kind={state.status === 'failed' ? 'problem' : 'info'}>
        <div class="row row--apart">
          <div class="import-report">{describe(state)}</div>
          {state.status === 'writing' ? (
            <Button variant="quiet" onClick={cancelGroupExport}>
              Cancel
            </Button>
          ) : (
            dismiss
          )}
        </div>
      </Notice>
    </div>
  );
}

function describe(state: Exclude<ReturnType<typeof useGroupExport>, null>) {
  switch (state.status) {
    case 'choosing':
      return null;
    case 'writing':
      return (
        <>
          <p class="numbers">
            Writing <strong>{state.fileName}</strong>: {describeWritten(state)}. Keep this tab open meanwhile.
          </p>
          <Meter
            value={(state.photos + state.checks) / Math.max(1, state.totalPhotos + state.totalChecks)}
            label={`Writing ${state.fileName}`}
          />
        </>
      );
    case 'written':
      return (
        <p>
          <strong>{state.fileName}</strong> is written: {describeContent(state.content)}.
        </p>
      );
    case 'cancelled':
      return <p>The export was cancelled. No file was written.</p>;
    case 'failed':
      return <p>The group was not exported, and no file was written: {state.message}</p>;
  }
}

/** `photo 3 of 900`; after the last of them, and where there are none, `accuracy check 25 of 120`. */
function describeWritten({ photos, totalPhotos, checks, totalChecks }: GroupExportProgress): string {
  return photos < totalPhotos || totalChecks === 0
    ? `photo ${photos.toLocaleString()} of ${totalPhotos.toLocaleString()}`
    : `accuracy check ${checks.toLocaleString()} of ${totalChecks.toLocaleString()}`;
}

function describeContent({ measurements, photos, bytes, checks, damagedChecks }: GroupContent): string {
  return [
    `${formatCount(measurements, 'measurement')} with ${formatCount(photos, 'photo')}, ${formatSize(bytes)}`,
    `and ${formatCount(checks, 'accuracy check')}`,
    ...(damagedChecks > 0
      ? [`without ${formatCount(damagedChecks, 'accuracy check')} that cannot be read any more`]
      : []),
  ].join(', ');
}
