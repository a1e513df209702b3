// All studies that are made here, or what a study is while there is none.
import { useState } from 'preact/hooks';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import type { StudyDraftRow } from '../../../src/storage/studies.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { FileButton } from '../../../src/ui/FileButton.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { ListPage } from '../ListPage.tsx';
import { ImportRefused } from './ImportRefused.tsx';
import { createStudy, importStudy, type StudyImport } from './study-actions.ts';
import { StudyCard } from './StudyCard.tsx';

export function StudyList({ drafts }: { drafts: readonly StudyDraftRow[] }) {
  const [report, setReport] = useState<StudyImport | null>(null);
  const [failure, setFailure] = useState('');
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    try {
      setFailure('');
      await act();
    } catch (error) {
      setFailure(explainStorageError(error));
    }
  };
  const create = (): Promise<void> =>
    attempt(async () => {
      location.hash = `#studies/${await createStudy()}/about`;
    });
  const take = (file: File): Promise<void> =>
    attempt(async () => {
      const result = await importStudy(file);
      setReport(result);
    });
  return (
    <ListPage
      title="Studies"
      actions={
        <>
          <FileButton
            accept=".json,application/json"
            files="Study file"
            testId="study-file"
            onFiles={([file]) => void take(file!)}
          >
            Import…
          </FileButton>
          <Button variant="primary" onClick={() => void create()}>
            New study
          </Button>
        </>
      }
      notices={
        <>
          {failure !== '' && <Notice kind="problem">{failure}</Notice>}
          {report && <Report report={report} onDismiss={() => setReport(null)} />}
        </>
      }
      items={drafts}
      getKey={({ id }) => id}
      show={(draft) => <StudyCard row={draft} attempt={attempt} />}
      empty={{
        testId: 'no-studies',
        title: 'No study yet',
        text: (
          <>
            Say what participants read, do and answer, and export it as one file. They run it anywhere, with
            nothing but Fovea, and what they send comes to you alone: as a file, or to a server of yours.
          </>
        ),
        picture: <StudyPicture />,
      }}
    />
  );
}

function Report({ report, onDismiss }: { report: StudyImport; onDismiss: () => void }) {
  if (report.status === 'refused') {
    return <ImportRefused name={report.name} errors={report.errors} onDismiss={onDismiss} />;
  }
  return (
    <Notice>
      <span class="row row--apart" data-testid="study-import" data-status={report.status}>
        <span>
          {report.status === 'imported'
            ? `“${report.name}” is imported. `
            : `“${report.name}” is here already. `}
          <a href={`#studies/${report.id}/about`}>Open it</a>
        </span>
        <Button variant="quiet" onClick={onDismiss}>
          Dismiss
        </Button>
      </span>
    </Notice>
  );
}

function StudyPicture() {
  return (
    <>
      {[20, 92, 164].map((x, index) => (
        <g key={x}>
          <rect x={x} y="12" width="56" height="76" rx="8" />
          <path d={`M${x + 12} 30h32M${x + 12} 42h24`} />
          <circle class={index === 2 ? 'empty__seen' : 'empty__target'} cx={x + 28} cy="66" r="9" />
          <circle class="empty__mark" cx={x + 28} cy="66" r="2.5" />
        </g>
      ))}
      <path d="M78 50h12M150 50h12" />
    </>
  );
}
