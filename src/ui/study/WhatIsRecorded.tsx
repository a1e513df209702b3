// What taking part means, as lists.
import type { StudyWords } from '../../study/run/describe-study.ts';
import { StepSubtitle } from './steps/StepHead.tsx';
import './what-is-recorded.css';

export function WhatIsRecorded({
  words: { recorded, leaves, where, never, keptHere },
}: {
  words: StudyWords;
}) {
  return (
    <section class="card recorded" aria-label="What Fovea records" data-testid="recorded">
      <Words title="Recorded on this computer" lines={recorded} />
      <Words title="What the researchers may get" lines={leaves} />
      <Words title="How they get it" lines={where} />
      <Words title="What never leaves" lines={never} />
      <p class="recorded__wide soft">
        {keptHere} You may stop at any time and have everything here deleted, without giving a reason.
      </p>
    </section>
  );
}

function Words({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <div>
      <StepSubtitle class="recorded__title">{title}</StepSubtitle>
      <ul class="recorded__lines">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
