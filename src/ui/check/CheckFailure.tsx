// Why a check came to nothing, and what to do.
import { sendMessage } from '../../messaging/protocol.ts';
import { Button } from '../Button.tsx';
import { Notice } from '../Notice.tsx';
import type { CheckOutcome } from './use-check.ts';

export type CheckProblem = Exclude<CheckOutcome, { type: 'finished' }>;

export function CheckFailure({ problem }: { problem: CheckProblem }) {
  return (
    <Notice kind={problem.type === 'failed' ? 'problem' : 'hint'}>
      <p data-testid="check-problem">{problem.message}</p>
      {problem.type === 'failed' && problem.denied && (
        <div>
          <Button onClick={() => sendMessage('openPage', { page: 'welcome' })}>Set up the camera</Button>
        </div>
      )}
    </Notice>
  );
}
