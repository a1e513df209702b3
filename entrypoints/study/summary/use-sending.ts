// Sends a run's submission after the participant's click, and only then.
import { useEffect, useRef, useState } from 'preact/hooks';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { queueSubmission } from '../../../src/study/send/queue-submission.ts';
import { sendQueued } from '../../../src/study/send/send-queued.ts';
import type { SendProgress } from '../../../src/study/send/sending.ts';
import { database } from '../../../src/ui/page-database.ts';
import type { RunView } from '../run/run-view.ts';

export type SendingState =
  | { status: 'idle' }
  /** Without progress while it is packed. */
  | { status: 'sending'; progress?: SendProgress }
  /** By the participant. */
  | { status: 'stopped' }
  /** `problem`: why, in words. It is kept. */
  | { status: 'failed'; problem: string };

export function useSending({ run, act }: RunView) {
  const [state, setState] = useState<SendingState>({ status: 'idle' });
  const controller = useRef(new AbortController());
  useEffect(() => () => controller.current.abort(), []);
  return {
    state,
    async start(): Promise<void> {
      controller.current = new AbortController();
      const { signal } = controller.current;
      setState({ status: 'sending' });
      try {
        await queueSubmission(database, run.id, { signal });
        const onProgress = (progress: SendProgress): void => setState({ status: 'sending', progress });
        const outcome = await sendQueued(database, run.id, { signal, onProgress });
        if (outcome.state === 'sent') await act({ type: 'sent', at: new Date().toISOString() });
        else setState({ status: 'failed', problem: outcome.problem });
      } catch (error) {
        setState(
          signal.aborted ? { status: 'stopped' } : { status: 'failed', problem: explainStorageError(error) },
        );
      }
    },
    cancel: () => controller.current.abort(),
  };
}
