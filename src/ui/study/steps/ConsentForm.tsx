// What a participant is asked before anything is recorded: Fovea's own words first, then the researchers'.
import { useState } from 'preact/hooks';
import type { StudyDefinition } from '../../../study/definition.ts';
import { describeStudy } from '../../../study/run/describe-study.ts';
import { Button } from '../../Button.tsx';
import type { Say } from '../question-props.ts';
import { WhatIsRecorded } from '../WhatIsRecorded.tsx';
import { nameResearcher } from './OfferWords.tsx';
import { StepHead, StepSubtitle } from './StepHead.tsx';
import './steps.css';

type Props = {
  study: StudyDefinition;
  say: Say;
  lang: string;
  /** It is ticked that all was read. */
  onAgree: () => Promise<void> | void;
  onDecline: () => Promise<void> | void;
  /** What the browser will ask next. */
  note?: string | undefined;
};

export function ConsentForm({ study, say, lang, onAgree, onDecline, note }: Props) {
  const { consent, retention, researcher } = study;
  const [read, setRead] = useState(false);
  const [asked, setAsked] = useState(false);
  return (
    <>
      <StepHead title="What you would agree to">
        <p class="soft">
          First what Fovea does with this study, told by its file alone; then what the researchers say.
        </p>
      </StepHead>
      <WhatIsRecorded words={describeStudy(study)} />
      <form
        class="card stack"
        aria-label="Agreement"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
          if (read) void onAgree();
        }}
      >
        <StepSubtitle>{nameResearcher(researcher)}</StepSubtitle>
        <div
          class="study-text study-text--read"
          tabIndex={0}
          role="region"
          aria-label="What the researchers say"
          lang={lang}
          dir="auto"
        >
          <p>{say(consent.text)}</p>
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
          <Button onClick={onDecline}>I do not agree</Button>
        </div>
        {note !== undefined && <p class="soft small">{note}</p>}
      </form>
    </>
  );
}

/** @param missing sites that the browser has not given leave for */
export function describeAsking(missing: readonly string[]): string {
  const back = 'It gives that up again when the study ends.';
  if (!missing.includes('<all_urls>')) {
    return `The browser will ask you whether Fovea may see the study’s sites, unless you let it before. ${back}`;
  }
  return `The browser will ask you whether Fovea may see all sites: it lets no extension picture only some. You will not be asked where you let it before. Fovea records the study’s sites alone. ${back}`;
}
