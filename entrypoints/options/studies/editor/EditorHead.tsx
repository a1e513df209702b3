// Above the editor: the study's name, whether it is kept, Undo, and what can be done with all of it.
import { localText } from '../../../../src/study/texts.ts';
import type { StudyDraftRow } from '../../../../src/storage/studies.ts';
import { Button } from '../../../../src/ui/Button.tsx';
import { Notice } from '../../../../src/ui/Notice.tsx';
import { useFocusOnMount } from '../../../../src/ui/use-focus-on-mount.ts';
import type { DraftEditor } from './use-draft.ts';

type Props = {
  row: StudyDraftRow;
  editor: DraftEditor;
  base: string;
  isPreview: boolean;
  onExport: () => void;
};

export function EditorHead({ row, editor, base, isPreview, onExport }: Props) {
  const heading = useFocusOnMount();
  const { draft, problem, undoable, redoable } = editor;
  const [first = 'en'] = draft.languages;
  const title = localText(draft.title, first, first).trim();
  return (
    <header class="section-head">
      <p class="small">
        <a href="#studies">All studies</a>
      </p>
      <div class="row row--apart">
        <h1 ref={heading} tabIndex={-1} class="study-title">
          {title === '' ? 'New study' : title}
        </h1>
        <div class="row">
          <a class="button" href={isPreview ? `${base}/about` : `${base}/preview`}>
            {isPreview ? 'Back to the editor' : 'Preview'}
          </a>
          <Button variant="primary" onClick={onExport}>
            Export…
          </Button>
        </div>
      </div>
      <div class="row row--apart study-editor__state">
        <p class="soft small" role="status" data-testid="saved">
          {problem === null &&
            (row.exported
              ? `Kept in this browser. Last exported as revision ${row.exported.revision}.`
              : 'Kept in this browser as you type.')}
        </p>
        <div class="row">
          <Button variant="quiet" disabled={undoable === null} onClick={editor.undo}>
            {undoable === null ? 'Undo' : `Undo: ${undoable}`}
          </Button>
          <Button variant="quiet" disabled={redoable === null} onClick={editor.redo}>
            {redoable === null ? 'Redo' : `Redo: ${redoable}`}
          </Button>
        </div>
      </div>
      {problem !== null && <Notice kind="problem">{problem}</Notice>}
    </header>
  );
}
