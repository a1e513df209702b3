// The first pages: who asks for what, and what a participant agrees to.
import { describeParts, describeStudy, nameSite } from '../../../../src/study/run/describe-study.ts';
import { listSites } from '../../../../src/study/sites.ts';
import { WhatIsRecorded } from '../../../../src/ui/study/WhatIsRecorded.tsx';
import type { PreviewProps } from './PreviewBody.tsx';

export function PreviewOffer({ study, say, lang }: PreviewProps) {
  const { researcher } = study;
  const sites = listSites(study).map(nameSite);
  return (
    <>
      <div class="stack stack--tight">
        <p class="soft">You are invited to a study</p>
        <h3 class="preview-heading" lang={lang} dir="auto">
          {say(study.title)}
        </h3>
        <p class="soft">by {nameResearcher(researcher)}</p>
      </div>
      <dl class="preview-facts">
        <dt>What you would do</dt>
        <dd>{describeParts(study)}</dd>
        <dt>What Fovea needs</dt>
        <dd>
          Your camera, on this computer only
          {sites.length > 0 && `; and leave to see these sites while the study goes on: ${sites.join(', ')}`}
        </dd>
        <dt>Contact</dt>
        <dd>{researcher.contact}</dd>
        <dt>Where it came from, and its file</dt>
        <dd class="soft">The address or the file’s name, its size, revision and fingerprint.</dd>
      </dl>
    </>
  );
}

export function PreviewConsent({ study, say, lang }: PreviewProps) {
  const { consent, retention, researcher } = study;
  return (
    <>
      <h3 class="preview-heading">What you would agree to</h3>
      <WhatIsRecorded words={describeStudy(study)} />
      <h3>{nameResearcher(researcher)}</h3>
      <div class="preview-text" lang={lang} dir="auto">
        <p>{say(consent.text)}</p>
        <p>{say(retention.text)}</p>
      </div>
      <p class="soft small">
        Version {consent.version} · {researcher.contact}
      </p>
      <p class="soft small">
        Below it: “I have read this, and I agree to take part”, to be ticked, “Take part”, and “I do not
        agree”.
      </p>
    </>
  );
}

function nameResearcher({ name, institution }: PreviewProps['study']['researcher']): string {
  return institution === undefined || institution === '' ? name : `${name}, ${institution}`;
}
