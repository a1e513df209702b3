// Asks whether only the group goes, or its people too.
import { useState } from 'preact/hooks';
import type { GroupOverview } from '../../../src/group/overview.ts';
import { ActDialog } from '../../../src/ui/ActDialog.tsx';
import { formatSize } from '../../../src/ui/format-size.ts';
import { countData } from './count-data.ts';
import { removeGroup } from './leave-group.ts';

export function DeleteGroup({ overview, onClose }: { overview: GroupOverview; onClose: () => void }) {
  const { group, progress, totals } = overview;
  const [withData, setWithData] = useState(false);
  const remove = async (): Promise<void> => {
    const participants = progress.map(({ participant }) => participant);
    await removeGroup(group, participants, withData);
    location.hash = '#groups';
  };
  return (
    <ActDialog title={`Delete ${group.title}?`} act="Delete" onAct={remove} onClose={onClose}>
      <p>
        The list of its people and who agreed to what are deleted. You can take it back for a moment, not
        later.
      </p>
      {totals.photos + totals.checks > 0 && (
        <label class="check">
          <input
            type="checkbox"
            checked={withData}
            onChange={(event) => setWithData(event.currentTarget.checked)}
          />
          <span>
            Also delete the people and their {countData({ ...totals, frames: totals.photos })} (
            {formatSize(totals.bytes)})
          </span>
        </label>
      )}
    </ActDialog>
  );
}
