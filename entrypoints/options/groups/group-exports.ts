// The group that this page is exporting, one at a time. It goes on while other sections are looked at.
import { useEffect, useState } from 'preact/hooks';
import {
  exportGroup,
  nameGroupFile,
  type GroupContent,
  type GroupExportProgress,
} from '../../../src/group/export.ts';
import type { GroupRow } from '../../../src/storage/groups.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { database } from '../../../src/ui/page-database.ts';
import { openSink } from '../../../src/ui/open-sink.ts';

export type GroupExport = { readonly groupId: string } & (
  | { readonly status: 'choosing' }
  | ({ readonly status: 'writing'; readonly fileName: string } & GroupExportProgress)
  | { readonly status: 'written'; readonly content: GroupContent; readonly fileName: string }
  | { readonly status: 'cancelled'; readonly fileName: string }
  /** `message`: why, in plain words. */
  | { readonly status: 'failed'; readonly message: string }
);

const changes = new EventTarget();
let current: GroupExport | null = null;
let controller = new AbortController();

function change(next: GroupExport | null): void {
  current = next;
  changes.dispatchEvent(new Event('change'));
}

function isUnderWay(): boolean {
  return current?.status === 'writing' || current?.status === 'choosing';
}

/** Asks where to, and writes. Nothing where another export is under way. Never throws. */
export async function startGroupExport(group: GroupRow): Promise<void> {
  if (isUnderWay()) return;
  controller = new AbortController();
  const { signal } = controller;
  const groupId = group.id;
  change({ groupId, status: 'choosing' });
  let fileName = '';
  try {
    const target = await openSink(nameGroupFile(group));
    if (!target) return change(null);
    fileName = target.name;
    const onProgress = (progress: GroupExportProgress): void =>
      change({ groupId, status: 'writing', ...progress, fileName });
    onProgress({ photos: 0, totalPhotos: 0, checks: 0, totalChecks: 0 });
    window.addEventListener('beforeunload', keepPage);
    const content = await exportGroup(database, groupId, target.sink, { signal, onProgress });
    await target.finish();
    change({ groupId, status: 'written', content, fileName });
  } catch (error) {
    change(
      signal.aborted
        ? { groupId, status: 'cancelled', fileName }
        : { groupId, status: 'failed', message: explainStorageError(error) },
    );
  } finally {
    window.removeEventListener('beforeunload', keepPage);
  }
}

/** The browser asks before the page is closed. */
function keepPage(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

export function cancelGroupExport(): void {
  controller.abort();
}

export function dismissGroupExport(): void {
  if (!isUnderWay()) change(null);
}

/** The export that is under way or was last, of whichever group. */
export function useGroupExport(): GroupExport | null {
  const [state, setState] = useState(current);
  useEffect(() => {
    const listening = new AbortController();
    setState(current);
    changes.addEventListener('change', () => setState(current), { signal: listening.signal });
    return () => listening.abort();
  }, []);
  return state;
}
