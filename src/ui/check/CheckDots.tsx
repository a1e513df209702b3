// A check that runs: the dot that is looked at, how far it is, and the keys.
import type { RefObject } from 'preact';
import type { Advance } from '../../validation/check-run.ts';
import type { CheckState } from '../../validation/check.ts';
import { TargetDot } from '../measure/TargetDot.tsx';

type Props = {
  state: Extract<CheckState, { status: 'running' }>;
  advance: Advance;
  dot: RefObject<HTMLDivElement | null>;
  /** What Escape does, in words. */
  escape: string;
};

export function CheckDots({ state: { run, target, eyesInView }, advance, dot, escape }: Props) {
  return (
    <>
      {target && <TargetDot key={run.index} target={target} element={dot} />}
      <div class={(target?.yRoom ?? 0) > 0.8 ? 'check-progress check-progress--top' : 'check-progress'}>
        <p
          class="check-progress__count numbers"
          role="progressbar"
          aria-label="Dots looked at"
          aria-valuenow={run.index}
          aria-valuemin={0}
          aria-valuemax={run.count}
        >
          {run.index} / {run.count}
        </p>
        <p role="status">
          {eyesInView ? '' : 'Fovea does not see your eyes. Look at the dot with open eyes.'}
        </p>
        <p>
          {advance === 'space' ? (
            <>
              <kbd>Space</kbd> I’m looking
            </>
          ) : (
            'The dots move on by themselves'
          )}
          <kbd>Esc</kbd> {escape}
        </p>
      </div>
    </>
  );
}
