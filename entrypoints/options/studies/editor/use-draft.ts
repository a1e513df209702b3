// A draft while it is edited: every change is written at once, and can be taken back.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { followQuery } from '../../../../src/storage/follow-query.ts';
import { writeDraft } from '../../../../src/storage/study-drafts.ts';
import type { StudyDraftRow } from '../../../../src/storage/studies.ts';
import { explainStorageError } from '../../../../src/storage/storage-error.ts';
import { checkDraft } from '../../../../src/study/check-definition.ts';
import type { StudyDefinition } from '../../../../src/study/definition.ts';
import { beginHistory, change, redo, undo, type History } from '../../../../src/study/edit/history.ts';
import type { StudyProblem } from '../../../../src/study/study-problem.ts';
import { database } from '../../../../src/ui/page-database.ts';
import type { Edit } from './editor-context.ts';
import { forgetUnwritten, noteUnwritten, readUnwritten } from './unwritten.ts';

const SECOND = 1000;
/** What could not be written is tried again: what was in the way, as a full disk, may be gone. */
const RETRY_MS = 2 * SECOND;

export type DraftEditor = {
  draft: StudyDefinition;
  errors: StudyProblem[];
  warnings: StudyProblem[];
  /** Why the last change is not stored, in words; null where it is. */
  problem: string | null;
  edit: Edit;
  /** The change in words, where there is one to take back, or to do again. */
  undoable: string | null;
  redoable: string | null;
  undo: () => void;
  redo: () => void;
};

export function useDraft(row: StudyDraftRow): DraftEditor {
  const [history, setHistory] = useState<History<StudyDefinition>>(() =>
    beginHistory(readUnwritten(row) ?? row.definition),
  );
  const [problem, setProblem] = useState<string | null>(null);
  const written = useRef(row.definition);
  /** ISO 8601: when what this page knows to be stored was written. */
  const writtenAt = useRef(row.changedAt);
  const writing = useRef<Promise<void> | null>(null);
  const retry = useRef<ReturnType<typeof setTimeout>>(undefined);
  // What is drawn may be behind it, where one event changes two things.
  const current = useRef(history);

  const write = async (): Promise<void> => {
    while (written.current !== current.current.present) {
      const definition = current.current.present;
      const now = new Date();
      const isThere = await writeDraft(database, row.id, { definition }, now);
      written.current = definition;
      writtenAt.current = now.toISOString();
      if (definition === current.current.present) forgetUnwritten(row.id);
      setProblem(
        isThere
          ? null
          : 'This study was deleted meanwhile, perhaps in another tab. What you change is not kept.',
      );
    }
  };
  const keep = (next: History<StudyDefinition>): void => {
    current.current = next;
    setHistory(next);
    noteUnwritten(row.id, next.present);
    save();
  };
  const save = (): void => {
    // One write after the other; the last one says all.
    clearTimeout(retry.current);
    writing.current ??= write()
      .catch((error: unknown) => {
        setProblem(explainStorageError(error));
        retry.current = setTimeout(save, RETRY_MS);
      })
      .finally(() => (writing.current = null));
  };

  // What the page before this one could not write any more.
  useEffect(() => {
    save();
    return () => clearTimeout(retry.current);
  }, []);

  // Another tab may edit the same study: what it wrote is shown here.
  useEffect(() => {
    const adopt = (stored: StudyDraftRow | undefined): void => {
      // What is known already, or was asked before the last change here, says nothing of it.
      if (!stored || writing.current || stored.changedAt <= writtenAt.current) return;
      const { definition } = stored;
      const before = current.current;
      writtenAt.current = stored.changedAt;
      if (isSame(definition, before.present)) return;
      written.current = definition;
      // What could not be stored here is in the history: Undo brings it back.
      clearTimeout(retry.current);
      forgetUnwritten(row.id);
      setProblem(null);
      // An export raises the versions; that is no change to take back.
      const isExport = isSame(withoutVersions(definition), withoutVersions(before.present));
      const how = { what: 'a change in another tab', field: '', nowMs: Date.now() };
      current.current = isExport ? { ...before, present: definition } : change(before, definition, how);
      setHistory(current.current);
    };
    return followQuery(() => database.studies.get(row.id), { next: adopt });
  }, [row.id]);

  const found = useMemo(() => checkDraft(history.present), [history.present]);
  return {
    draft: history.present,
    ...found,
    problem,
    edit(what, map, field = '') {
      const before = current.current;
      keep(change(before, map(before.present), { what, field, nowMs: Date.now() }));
    },
    undoable: history.past.at(-1)?.what ?? null,
    redoable: history.future[0]?.what ?? null,
    undo: () => keep(undo(current.current)),
    redo: () => keep(redo(current.current)),
  };
}

function withoutVersions(study: StudyDefinition): StudyDefinition {
  return { ...study, revision: 1, consent: { ...study.consent, version: '' } };
}

function isSame(one: StudyDefinition, other: StudyDefinition): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
