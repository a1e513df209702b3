// Asks whether only the group goes, or its people too.
import { useState } from 'preact/hooks';
import type { GroupOverview } from '../../../src/group/overview.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { Dialog } from '../../../src/ui/Dialog.tsx';
import { formatCount, formatSize } from '../../../src/ui/format-size.ts';
import { removeGroup } from './leave-group.ts';

export function DeleteGroup({ overview, onClose }: { overview: GroupOverview; onClose: () => void }) {
  const { group, progress, totals } = overview;
  const [withData, setWithData] = useState(false);
  const [problem, setProblem] = useState('');
  const remove = async (): Promise<void> => {
    try {
      const participants = progress.map(({ participant }) => participant);
      await removeGroup(group, participants, withData);
      location.hash = '#groups';
      onClose();
    } catch (error) {
      setProblem(explainStorageError(error));
    }
  };
  return (
    <Dialog title={`Delete ${group.title}?`} onClose={onClose}>
      <p>
        The list of its people and who agreed to what are deleted. You can take it back for a moment, not
        later.
      </p>
      {totals.photos > 0 && (
        <label class="check">
          <input
            type="checkbox"
            checked={withData}
            onChange={(event) => setWithData(event.currentTarget.checked)}
          />
          <span>
            Also delete the people and their {formatCount(totals.photos, 'photo')} ({formatSize(totals.bytes)}
            )
          </span>
        </label>
      )}
      {problem !== '' && <Notice kind="problem">{problem}</Notice>}
      <div class="row dialog__actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="danger" onClick={() => void remove()}>
          Delete
        </Button>
      </div>
    </Dialog>
  );
}
