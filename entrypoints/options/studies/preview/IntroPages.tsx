// The first pages: who asks for what, and what a participant agrees to.
import { useState } from 'preact/hooks';
import { listWantedOrigins } from '../../../../src/study/tasks/study-sites.ts';
import { Notice } from '../../../../src/ui/Notice.tsx';
import { ConsentForm, describeAsking } from '../../../../src/ui/study/steps/ConsentForm.tsx';
import { OfferFacts, OfferHead } from '../../../../src/ui/study/steps/OfferWords.tsx';
import type { PreviewProps } from './PreviewBody.tsx';

export function PreviewOffer({ study, say, lang }: PreviewProps) {
  return (
    <>
      <OfferHead study={study} say={say} lang={lang} />
      <section class="card stack" aria-label="What the study wants">
        <OfferFacts study={study}>
          <dt>Where it came from, and its file</dt>
          <dd class="soft">The address or the file’s name, its size, revision and SHA-256.</dd>
        </OfferFacts>
      </section>
    </>
  );
}

export function PreviewConsent({ study, say, lang }: PreviewProps) {
  const [ended, setEnded] = useState<string | null>(null);
  const origins = listWantedOrigins(study);
  return (
    <>
      <ConsentForm
        study={study}
        say={say}
        lang={lang}
        onAgree={() => setEnded('The participant would go on.')}
        onDecline={() =>
          setEnded('Everything about the study would be deleted on the participant’s computer.')
        }
        note={origins.length > 0 ? describeAsking(origins) : undefined}
      />
      {ended !== null && <Notice>{ended}</Notice>}
    </>
  );
}
