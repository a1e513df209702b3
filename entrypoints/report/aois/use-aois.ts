// The areas of interest of a site: kept in the database, changed, and taken back.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Aoi } from '../../../src/session/aois.ts';
import { findSite, readAois, writeAois } from '../../../src/storage/aoi-sets.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { rememberUndo } from '../../../src/ui/deletions.ts';
import { database } from '../../../src/ui/page-database.ts';

export type AoiSet = {
  site: string;
  /** null until they are read. */
  aois: readonly Aoi[] | null;
  /** `dragging`: more of the same movement follows, of which the last is kept and can be taken back as one. */
  change(aois: readonly Aoi[], dragging?: boolean): void;
  remove(id: string): void;
  undo(): void;
  canUndo: boolean;
  problem: string;
};

const MOST_UNDONE = 100;
const SECOND = 1000;
/** What could not be written is tried again: what was in the way, as a full disk, may be gone. */
const RETRY_MS = 2 * SECOND;

export function useAois(url: string): AoiSet {
  const site = findSite(url);
  const [aois, setAois] = useState<readonly Aoi[] | null>(null);
  const [problem, setProblem] = useState('');
  const past = useRef<(readonly Aoi[])[]>([]);
  /** As it was before the movement that goes on. */
  const before = useRef<readonly Aoi[] | null>(null);
  /** As they are to be stored. */
  const latest = useRef<readonly Aoi[] | null>(null);
  const retry = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    let live = true;
    past.current = [];
    setProblem('');
    void readAois(database, site).then(
      (read) => live && setAois(read),
      (error) => live && setProblem(explainStorageError(error)),
    );
    return () => {
      live = false;
      clearTimeout(retry.current);
      // What is being written for this site says nothing of the next one.
      latest.current = null;
    };
  }, [site]);

  const keep = async (next: readonly Aoi[]): Promise<void> => {
    setAois(next);
    clearTimeout(retry.current);
    latest.current = next;
    try {
      await writeAois(database, site, next);
      if (latest.current === next) setProblem('');
    } catch (error) {
      if (latest.current !== next) return;
      setProblem(explainStorageError(error));
      retry.current = setTimeout(() => void keep(next), RETRY_MS);
    }
  };
  const change = (next: readonly Aoi[], dragging = false): void => {
    if (dragging) {
      before.current ??= aois;
      setAois(next);
      return;
    }
    past.current = [...past.current.slice(1 - MOST_UNDONE), before.current ?? aois ?? []];
    before.current = null;
    void keep(next);
  };
  const undo = (): void => {
    const last = past.current.pop();
    if (last) void keep(last);
  };
  return {
    site,
    aois,
    change,
    remove(id) {
      const gone = aois?.find((aoi) => aoi.id === id);
      if (!aois || !gone) return;
      const place = aois.indexOf(gone);
      change(aois.filter((aoi) => aoi.id !== id));
      rememberUndo(`the area “${gone.name}”`, async () => {
        const now = await readAois(database, site);
        if (now.every((aoi) => aoi.id !== id)) await keep(now.toSpliced(place, 0, gone));
      });
    },
    undo,
    canUndo: past.current.length > 0,
    problem,
  };
}
