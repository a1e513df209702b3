// What a participant is asked before anything is recorded: Fovea's own words first, then the researchers'.
import { useState } from 'preact/hooks';
import { hashConsentText } from '../../../src/group/consent.ts';
import { describeStudy } from '../../../src/study/run/describe-study.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { WhatIsRecorded } from '../../../src/ui/study/WhatIsRecorded.tsx';
import { useFocusOnMount } from '../../../src/ui/use-focus-on-mount.ts';
import { useThisScreen } from '../../../src/ui/use-this-screen.ts';
import { describeEnvironment } from '../run/describe-environment.ts';
import { deleteWholeRun } from '../run/end-run.ts';
import type { RunView } from '../run/run-view.ts';
import { useSites } from '../run/use-sites.ts';

export function ConsentStep({ view, onDeclined }: { view: RunView; onDeclined: () => void }) {
  const { run, say, lang, act } = view;
  const { consent, retention, researcher } = run.definition;
  const heading = useFocusOnMount();
  const sites = useSites(run.definition);
  const screen = useThisScreen();
  const [read, setRead] = useState(false);
  const [asked, setAsked] = useState(false);
  const text = say(consent.text);

  const agree = async (): Promise<void> => {
    setAsked(true);
    if (!read || !screen) return;
    const granted = await sites.request();
    // Where leave for the sites is refused, that is asked for once more in the next step.
    if (granted && granted.length > 0) await act({ type: 'sites-granted', sites: granted });
    const textHash = await hashConsentText(text);
    await act({
      type: 'agreed',
      consent: { version: consent.version, textHash, agreedAt: new Date().toISOString() },
      environment: describeEnvironment(screen),
    });
  };
  const decline = async (): Promise<void> => {
    await deleteWholeRun(run);
    onDeclined();
  };

  return (
    <>
      <div class="section-head">
        <h1 ref={heading} tabIndex={-1}>
          What you would agree to
        </h1>
        <p class="soft">
          First what Fovea does with this study, told by its file alone; then what the researchers say.
        </p>
      </div>
      <WhatIsRecorded words={describeStudy(run.definition)} />
      <form
        class="card stack"
        aria-label="Agreement"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void agree();
        }}
      >
        <h2>
          {researcher.name}
          {researcher.institution !== undefined && `, ${researcher.institution}`}
        </h2>
        <div
          class="study-text study-text--read"
          tabIndex={0}
          role="region"
          aria-label="What the researchers say"
          lang={lang}
          dir="auto"
        >
          <p>{text}</p>
          <p>{say(retention.text)}</p>
        </div>
        <p class="soft small">
          Version {consent.version} · {researcher.contact}
        </p>
        <div class="stack stack--tight">
          <label class="check">
            <input
              type="checkbox"
              checked={read}
              aria-describedby="consent-problem"
              aria-invalid={asked && !read}
              onChange={({ currentTarget }) => setRead(currentTarget.checked)}
            />
            I have read this, and I agree to take part.
          </label>
          <p id="consent-problem" class="field-problem" role="alert">
            {asked && !read && 'Please tick that you have read this and agree, or press “I do not agree”.'}
          </p>
        </div>
        <div class="row">
          <button type="submit" class="button button--primary">
            Take part
          </button>
          <Button onClick={decline}>I do not agree</Button>
        </div>
        {sites.missing !== null && sites.missing.length > 0 && (
          <p class="soft small">{describeAsking(sites.missing)}</p>
        )}
      </form>
    </>
  );
}

function describeAsking(missing: readonly string[]): string {
  const back = 'It gives that up again when the study ends.';
  if (!missing.includes('<all_urls>')) {
    return `The browser will ask you whether Fovea may see the study’s sites. ${back}`;
  }
  return `The browser will ask you whether Fovea may see all sites: it lets no extension picture only some. Fovea records the study’s sites alone. ${back}`;
}
