// What a participant is asked before anything is recorded: Fovea's own words first, then the researchers'.
import { useState } from 'preact/hooks';
import { hashConsentText } from '../../../src/group/consent.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { bringIntoView } from '../../../src/ui/bring-into-view.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { ConsentForm, describeAsking } from '../../../src/ui/study/steps/ConsentForm.tsx';
import { useThisScreen } from '../../../src/ui/use-this-screen.ts';
import { describeEnvironment } from '../run/describe-environment.ts';
import { deleteWholeRun } from '../run/end-run.ts';
import type { RunView } from '../run/run-view.ts';
import { useSites } from '../run/use-sites.ts';

export function ConsentStep({ view, onDeclined }: { view: RunView; onDeclined: () => void }) {
  const { run, say, lang, act } = view;
  const { consent } = run.definition;
  const sites = useSites(run.definition);
  const screen = useThisScreen();
  const [problem, setProblem] = useState('');

  const agree = async (): Promise<void> => {
    if (!screen) return;
    const granted = await sites.request();
    // Where leave for the sites is refused, that is asked for once more in the next step.
    if (granted && granted.length > 0) {
      // What is not noted would not be given back.
      if (!(await act({ type: 'sites-granted', sites: granted }))) return;
    }
    const textHash = await hashConsentText(say(consent.text));
    await act({
      type: 'agreed',
      consent: { version: consent.version, textHash, language: lang, agreedAt: new Date().toISOString() },
      environment: describeEnvironment(screen),
    });
  };
  const decline = async (): Promise<void> => {
    setProblem('');
    try {
      await deleteWholeRun(run);
      onDeclined();
    } catch (error) {
      setProblem(explainStorageError(error));
    }
  };

  return (
    <>
      {problem !== '' && (
        <div ref={bringIntoView}>
          <Notice kind="problem">{problem}</Notice>
        </div>
      )}
      <ConsentForm
        study={run.definition}
        say={say}
        lang={lang}
        onAgree={agree}
        onDecline={decline}
        note={sites.missing !== null && sites.missing.length > 0 ? describeAsking(sites.missing) : undefined}
      />
    </>
  );
}
