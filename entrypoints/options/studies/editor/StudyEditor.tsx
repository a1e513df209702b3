// One study: its parts one at a time, what is wrong with it, and what can be done with all of it.
import { useMemo, useState } from 'preact/hooks';
import type { StudyDraftRow } from '../../../../src/storage/studies.ts';
import { formatPath, type StudyProblem } from '../../../../src/study/study-problem.ts';
import { PreviewPage } from '../preview/PreviewPage.tsx';
import { AboutPart } from './AboutPart.tsx';
import { CollectingPart } from './CollectingPart.tsx';
import { ConsentPart } from './ConsentPart.tsx';
import { EditorContext } from './editor-context.ts';
import { EditorHead } from './EditorHead.tsx';
import { EditorNav } from './EditorNav.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { ParticipantsPart } from './ParticipantsPart.tsx';
import type { PartId } from './parts.ts';
import { ProblemList } from './ProblemList.tsx';
import { QuestionsPart } from './QuestionsPart.tsx';
import { RecordingPart } from './RecordingPart.tsx';
import { TaskPart } from './TaskPart.tsx';
import { TasksPart } from './TasksPart.tsx';
import { useDraft } from './use-draft.ts';
import { useFieldFocus } from './use-field-focus.ts';
import './editor.css';
import './items.css';
import '../fields/fields.css';

/** @param props.place What the address says after the draft's id: `tasks/2`, `preview`. */
export function StudyEditor({ row, place }: { row: StudyDraftRow; place: string }) {
  const editor = useDraft(row);
  const [exporting, setExporting] = useState(false);
  const { draft, errors, warnings, edit } = editor;
  const content = useMemo(
    () => ({ draft, edit, errors: byPlace(errors), warnings: byPlace(warnings) }),
    [draft, edit, errors, warnings],
  );
  const base = `#studies/${row.id}`;
  const [part = 'about', index] = place === '' ? [] : place.split('/');
  const focusField = useFieldFocus(base, index === undefined ? part : `${part}/${index}`);
  return (
    <EditorContext.Provider value={content}>
      <div class="study-editor" data-testid="study-editor" data-errors={errors.length}>
        <EditorHead
          row={row}
          editor={editor}
          base={base}
          isPreview={part === 'preview'}
          onExport={() => setExporting(true)}
        />
        {part === 'preview' ? (
          <PreviewPage study={draft} page={Number(index ?? 1)} base={`${base}/preview`} />
        ) : (
          <div class="study-editor__body">
            <div class="study-editor__side">
              <EditorNav base={base} part={part} errors={errors} />
              <ProblemList errors={errors} warnings={warnings} onFocus={focusField} />
            </div>
            <div class="study-editor__part">
              <Part key={place} part={part} index={index} base={base} />
            </div>
          </div>
        )}
        {exporting && (
          <ExportDialog
            row={row}
            draft={draft}
            errors={errors}
            onClose={() => setExporting(false)}
            onProblem={(path) => {
              setExporting(false);
              focusField(path);
            }}
          />
        )}
      </div>
    </EditorContext.Provider>
  );
}

function Part({ part, index, base }: { part: string; index: string | undefined; base: string }) {
  switch (part as PartId) {
    case 'consent':
      return <ConsentPart />;
    case 'participants':
      return <ParticipantsPart />;
    case 'tasks':
      return index === undefined ? <TasksPart base={base} /> : <TaskPart index={Number(index)} base={base} />;
    case 'questions':
      return <QuestionsPart />;
    case 'recording':
      return <RecordingPart />;
    case 'collecting':
      return <CollectingPart />;
    default:
      return <AboutPart />;
  }
}

function byPlace(problems: readonly StudyProblem[]): ReadonlyMap<string, string> {
  return new Map(problems.map(({ path, message }) => [formatPath(path), message]));
}
