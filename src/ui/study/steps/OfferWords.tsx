// Who asks for what, before anything has begun.
import type { ComponentChildren } from 'preact';
import type { StudyDefinition } from '../../../study/definition.ts';
import { describeParts, nameSite } from '../../../study/run/describe-study.ts';
import { listSites } from '../../../study/sites.ts';
import type { Say } from '../question-props.ts';
import { StepHead } from './StepHead.tsx';
import './steps.css';

type HeadProps = { study: StudyDefinition; say: Say; lang: string };

export function OfferHead({ study: { title, researcher }, say, lang }: HeadProps) {
  return (
    <StepHead
      above={<p class="soft">You are invited to a study</p>}
      title={say(title)}
      lang={lang}
      testId="study-title"
    >
      <p class="soft">by {nameResearcher(researcher)}</p>
    </StepHead>
  );
}

/** @param props.children where the study's file came from, as further facts */
export function OfferFacts({ study, children }: { study: StudyDefinition; children: ComponentChildren }) {
  const sites = listSites(study).map(nameSite);
  return (
    <dl class="facts">
      <dt>What you would do</dt>
      <dd>{describeParts(study)}</dd>
      <dt>What Fovea needs</dt>
      <dd>
        Your camera, on this computer only
        {sites.length > 0 && `; and leave to see these sites while the study goes on: ${sites.join(', ')}`}
      </dd>
      <dt>Contact</dt>
      <dd>{study.researcher.contact}</dd>
      {children}
    </dl>
  );
}

export function nameResearcher({ name, institution }: StudyDefinition['researcher']): string {
  return institution === undefined || institution === '' ? name : `${name}, ${institution}`;
}
