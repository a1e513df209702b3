// What is said before the dots that Fovea learns from, and before those that tell how well it has.
import type { StudyDefinition } from '../../../study/definition.ts';
import { CHECK_TARGET_COUNT } from '../../../validation/check-targets.ts';
import { Notice } from '../../Notice.tsx';
import { StepHead } from './StepHead.tsx';
import '../../measure/instructions.css';

export function MeasureHead({ targets }: { targets: number }) {
  return (
    <StepHead title="Getting to know your eyes">
      <p class="soft">
        {targets} dots, one after another, {describeLength(targets)}. The photos stay on this computer, and
        are deleted when you are through with the study.
      </p>
    </StepHead>
  );
}

/** @param props.tries so many were not good enough */
export function MeasureOnceMore({
  validation,
  tries,
}: Pick<StudyDefinition, 'validation'> & { tries: number }) {
  return (
    <Notice kind="hint">
      <p data-testid="measure-again">
        <strong>Once more, please.</strong> Fovea did not see well enough where you look. Light your face from
        the front, keep all of it in view, and look at the middle of each dot. This is try {tries + 1} of{' '}
        {validation.tries}.
      </p>
    </Notice>
  );
}

export function ValidateHead() {
  return (
    <StepHead title="How well does Fovea see where you look?">
      <p class="soft">
        {CHECK_TARGET_COUNT.full} more dots, about half a minute. This time Fovea is not told where they are,
        and no photo is kept.
      </p>
    </StepHead>
  );
}

export function ValidateInstructions() {
  return (
    <ol class="instructions">
      <li>Look at the middle of each dot, press space, and keep looking until the next one comes.</li>
      <li>Sit as you did before, and as you will in the tasks.</li>
    </ol>
  );
}

/** At the pace of 100 in four minutes. */
function describeLength(targets: number): string {
  if (targets >= 100) return 'about four minutes';
  return targets >= 25 ? 'about a minute' : 'about half a minute';
}
