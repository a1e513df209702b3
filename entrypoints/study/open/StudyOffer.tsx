// A study that was opened: who asks for what, where it came from, and how to begin. Nothing has begun yet.
import { useState } from 'preact/hooks';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { createRun, findUnfinishedRun } from '../../../src/storage/study-runs.ts';
import { nameSource } from '../../../src/study/name-source.ts';
import { chooseLanguage, localText } from '../../../src/study/texts.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { formatDate } from '../../../src/ui/format-date.ts';
import { formatSize } from '../../../src/ui/format-size.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { OfferFacts, OfferHead } from '../../../src/ui/study/steps/OfferWords.tsx';
import { useLiveQuery } from '../../../src/ui/use-live-query.ts';
import { database } from '../../../src/ui/page-database.ts';
import { LanguageSelect } from '../run/LanguageSelect.tsx';
import { DeleteRun } from '../run/DeleteRun.tsx';
import { describeStage } from '../run/stage-words.ts';
import type { OpenedStudy } from './read-study.ts';

type Props = { study: OpenedStudy; onBack: () => void; onRun: (id: string) => void };

const SHORT_HASH = 12;

export function StudyOffer({ study, onBack, onRun }: Props) {
  const { definition, hash, bytes, source } = study;
  const { languages } = definition;
  const [language, setLanguage] = useState(() => chooseLanguage(languages, navigator.languages));
  const [problem, setProblem] = useState('');
  const [deleting, setDeleting] = useState(false);
  const begun = useLiveQuery(async () => (await findUnfinishedRun(database, definition.id)) ?? null, []);
  const unfinished = begun.status === 'ready' ? begun.value : null;
  const begin = async (): Promise<void> => {
    try {
      onRun((await createRun(database, { definition, studyHash: hash, source, language })).id);
    } catch (error) {
      setProblem(explainStorageError(error));
    }
  };
  return (
    <>
      <OfferHead
        study={definition}
        say={(text) => localText(text, language, languages[0]!)}
        lang={language}
      />
      <section class="card stack" aria-label="What the study wants" data-testid="offer">
        <OfferFacts study={definition}>
          <dt>Where it came from</dt>
          <dd data-testid="source">{nameSource(source)}</dd>
          <dt>Its file</dt>
          <dd>
            {formatSize(bytes)}, revision {definition.revision}
            <details class="small">
              <summary>
                SHA-256 <code data-testid="hash-short">{hash.slice(0, SHORT_HASH)}…</code>
              </summary>
              <p>
                <code class="hash" data-testid="hash">
                  {hash}
                </code>
              </p>
              <p class="soft">
                If the researchers told you this number, compare it: where it is the same, the study is just
                as they made it.
              </p>
            </details>
          </dd>
        </OfferFacts>
        <LanguageSelect languages={languages} language={language} onChange={setLanguage} />
        {problem !== '' && <Notice kind="problem">{problem}</Notice>}
        {unfinished ? (
          <Notice kind="hint">
            <p>
              You began this study on {formatDate(unfinished.createdAt)}: {describeStage(unfinished)}.
              {unfinished.studyHash !== hash &&
                ' Its file was another one then: going on goes on with that; to take this one, begin anew.'}
            </p>
            <div class="row">
              <Button variant="primary" onClick={() => onRun(unfinished.id)}>
                Go on where you stopped
              </Button>
              <Button onClick={() => setDeleting(true)}>Begin anew…</Button>
              <Button variant="quiet" onClick={onBack}>
                Back
              </Button>
            </div>
          </Notice>
        ) : (
          <div class="row">
            <Button variant="primary" disabled={begun.status === 'loading'} onClick={begin}>
              Read what it records
            </Button>
            <Button variant="quiet" onClick={onBack}>
              Back
            </Button>
          </div>
        )}
      </section>
      {deleting && unfinished && (
        <DeleteRun run={unfinished} onDeleted={begin} onClose={() => setDeleting(false)} />
      )}
    </>
  );
}
