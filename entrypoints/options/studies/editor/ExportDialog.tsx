// Exports a study, and says how participants get it; where something is to be mended first, what.
import { useEffect, useId, useState } from 'preact/hooks';
import type { StudyDraftRow } from '../../../../src/storage/studies.ts';
import { explainStorageError } from '../../../../src/storage/storage-error.ts';
import type { StudyDefinition } from '../../../../src/study/definition.ts';
import type { StudyPath, StudyProblem } from '../../../../src/study/study-problem.ts';
import { Button } from '../../../../src/ui/Button.tsx';
import { Dialog } from '../../../../src/ui/Dialog.tsx';
import { Notice } from '../../../../src/ui/Notice.tsx';
import { formatCount } from '../../../../src/ui/format-size.ts';
import { exportStudy, titleOfStudy, type WrittenStudy } from '../study-actions.ts';
import { Items } from './ProblemList.tsx';

type Props = {
  row: StudyDraftRow;
  draft: StudyDefinition;
  errors: readonly StudyProblem[];
  onClose: () => void;
  onProblem: (path: StudyPath) => void;
};

export function ExportDialog({ row, draft, errors, onClose, onProblem }: Props) {
  // What was wrong when it was opened: a change of the draft by the export itself must not ask again.
  const [found] = useState(errors);
  if (found.length === 0) return <Exported row={row} draft={draft} onClose={onClose} />;
  return (
    <Dialog title={`${formatCount(found.length, 'thing')} to mend first`} onClose={onClose}>
      <Items problems={found} kind="error" onFocus={onProblem} />
      <div class="row dialog__actions">
        <Button onClick={onClose}>Close</Button>
      </div>
    </Dialog>
  );
}

function Exported({ row, draft, onClose }: Pick<Props, 'row' | 'draft' | 'onClose'>) {
  const [written, setWritten] = useState<WrittenStudy | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    void exportStudy(row, draft).then(setWritten, (error: unknown) => setProblem(explainStorageError(error)));
  }, []);
  return (
    <Dialog title={written ? 'Exported' : 'Export'} onClose={onClose} wide>
      {problem !== null && <Notice kind="problem">{problem}</Notice>}
      {written && <HowToHost draft={draft} written={written} />}
      <div class="row dialog__actions">
        <Button onClick={onClose}>Close</Button>
      </div>
    </Dialog>
  );
}

function HowToHost({
  draft,
  written: { fileName, revision, hash },
}: {
  draft: StudyDefinition;
  written: WrittenStudy;
}) {
  const id = useId();
  const text = writeInvitation(titleOfStudy(draft), draft.researcher.contact, hash);
  const [copied, setCopied] = useState('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied('Copied.');
    } catch {
      setCopied('The browser did not let Fovea copy it. Select the text and copy it yourself.');
    }
  };
  return (
    <div class="stack" data-testid="exported" data-revision={revision}>
      <p>
        <strong>{fileName}</strong>, revision {revision}, is in your downloads. Its fingerprint (SHA-256),
        which participants see too:
      </p>
      <p>
        <code class="study-hash">{hash}</code>
      </p>
      <h3>How participants get it</h3>
      <ul class="study-advice">
        <li>
          <strong>As a link:</strong> put the file on any web server, as it is. A browser that opens its
          address must show the text, so it is served as <code>application/json</code> or{' '}
          <code>text/plain</code>, and not as a download. Participants open the address, and then Fovea’s
          button: nothing starts by itself.
        </li>
        <li>
          <strong>As a file:</strong> send it by mail. Participants open it in Fovea’s “Take part in a study”.
        </li>
        <li>Once it is out, do not change the file: export again, and send the next revision.</li>
      </ul>
      <div class="study-field">
        <label for={id}>What to write to participants</label>
        <textarea
          id={id}
          class="study-input"
          rows={8}
          readOnly
          value={text}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
      </div>
      <div class="row">
        <Button onClick={() => void copy()}>Copy</Button>
        <span class="small" role="status">
          {copied}
        </span>
      </div>
    </div>
  );
}

function writeInvitation(title: string, contact: string, hash: string): string {
  return `You are invited to the study “${title}”.

1. Install Fovea in Chrome, Edge or another browser of that family.
2. Open [address of the file] and then Fovea, by its button beside the address bar. It shows what the study is about and what is recorded. Nothing is sent before you have seen it.
3. Fovea shows the study’s fingerprint. It must be ${hash}

Questions: ${contact}`;
}
