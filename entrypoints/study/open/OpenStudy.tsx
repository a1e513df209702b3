// Takes a study's file: chosen, or dropped anywhere on the card.
import { useId, useState } from 'preact/hooks';
import { FileButton } from '../../../src/ui/FileButton.tsx';
import { useDrop } from '../../../src/ui/use-drop.ts';
import { readStudyFile, StudyFileError, type OpenedStudy } from './read-study.ts';
import { StudyProblemNotice } from './StudyProblemNotice.tsx';

export function OpenStudy({ onOpen }: { onOpen: (study: OpenedStudy) => void }) {
  const [problem, setProblem] = useState<StudyFileError | null>(null);
  const headingId = useId();
  const open = async (file: File): Promise<void> => {
    setProblem(null);
    try {
      onOpen(await readStudyFile(file));
    } catch (error) {
      setProblem(error instanceof StudyFileError ? error : new StudyFileError(String(error)));
    }
  };
  const drop = useDrop((file) => void open(file));
  return (
    <section
      class={drop.over ? 'card stack open-study open-study--over' : 'card stack open-study'}
      aria-labelledby={headingId}
      {...drop.handlers}
    >
      <div class="stack stack--tight">
        <h2 id={headingId}>Open a study</h2>
        <p class="soft">
          Whoever invited you gave you a file, which ends in <code>.fovea-study.json</code>, or a link. Drop
          the file here, or choose it. Nothing begins before you have read what the study wants.
        </p>
      </div>
      <div class="row">
        <FileButton
          variant="primary"
          accept=".json,application/json"
          files="Study file"
          testId="study-file"
          onFiles={([file]) => void open(file!)}
        >
          Choose a file…
        </FileButton>
      </div>
      {problem && <StudyProblemNotice problem={problem} />}
      <p class="soft small">
        You have a link? Open it in a tab. Where the browser shows the study’s text, press Fovea’s button in
        the toolbar there; where it saves a file, open that here.
      </p>
    </section>
  );
}
