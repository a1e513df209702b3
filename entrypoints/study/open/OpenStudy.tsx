// Takes a study's file: chosen, or dropped anywhere on the card.
import { useId, useRef, useState } from 'preact/hooks';
import { Button } from '../../../src/ui/Button.tsx';
import { readStudyFile, StudyFileError, type OpenedStudy } from './read-study.ts';
import { StudyProblemNotice } from './StudyProblemNotice.tsx';

export function OpenStudy({ onOpen }: { onOpen: (study: OpenedStudy) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<StudyFileError | null>(null);
  const headingId = useId();
  const open = async (file: File | undefined): Promise<void> => {
    setProblem(null);
    if (!file) return;
    try {
      onOpen(await readStudyFile(file));
    } catch (error) {
      setProblem(error instanceof StudyFileError ? error : new StudyFileError(String(error)));
    }
  };
  return (
    <section
      class={over ? 'card stack open-study open-study--over' : 'card stack open-study'}
      aria-labelledby={headingId}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void open(event.dataTransfer?.files[0]);
      }}
    >
      <div class="stack stack--tight">
        <h2 id={headingId}>Open a study</h2>
        <p class="soft">
          Whoever invited you gave you a file, which ends in <code>.fovea-study.json</code>, or a link. Drop
          the file here, or choose it. Nothing begins before you have read what the study wants.
        </p>
      </div>
      <div class="row">
        <Button variant="primary" onClick={() => input.current?.click()}>
          Choose a file…
        </Button>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          hidden
          data-testid="study-file"
          onChange={({ currentTarget }) => {
            void open(currentTarget.files?.[0]);
            // The same file once more is a change, too.
            currentTarget.value = '';
          }}
        />
      </div>
      {problem && <StudyProblemNotice problem={problem} />}
      <p class="soft small">
        You have a link? Open it in a tab. Where the browser shows the study’s text, press Fovea’s button in
        the toolbar there; where it saves a file, open that here.
      </p>
    </section>
  );
}
