// How sending goes, and how to stop it.
import { Button } from '../../../src/ui/Button.tsx';
import { formatSize } from '../../../src/ui/format-size.ts';
import { Meter } from '../../../src/ui/Meter.tsx';
import { useFocusOnMount } from '../../../src/ui/use-focus-on-mount.ts';
import type { SendingState } from './use-sending.ts';

type Props = {
  state: Extract<SendingState, { status: 'sending' }>;
  /** After a stop it goes on where it was. */
  resumable: boolean;
  onCancel: () => void;
};

export function SendProgressView({ state: { progress }, resumable, onCancel }: Props) {
  const heading = useFocusOnMount();
  return (
    <div class="stack stack--tight" data-testid="sending" data-phase={progress?.phase ?? 'packing'}>
      <h2 ref={heading} tabIndex={-1}>
        Sending
      </h2>
      <p role="status">{describe(progress)}</p>
      <Meter value={progress ? progress.sentBytes / Math.max(1, progress.totalBytes) : 0} label="Sent" />
      <div class="row row--apart">
        <span class="soft small numbers">
          {progress && `${formatSize(progress.sentBytes)} of ${formatSize(progress.totalBytes)}. `}
          Keep this tab open.{resumable && ' What is sent already need not be sent again.'}
        </span>
        <Button onClick={onCancel}>Stop sending</Button>
      </div>
    </div>
  );
}

function describe(progress: Props['state']['progress']): string {
  if (!progress) return 'Packing what is sent…';
  switch (progress.phase) {
    case 'connecting':
      return 'Calling the researchers’ server…';
    case 'sending':
      return 'On its way…';
    case 'waiting': {
      const time = new Date(progress.nextTryAt).toLocaleTimeString();
      return `${progress.problem} The next try is at ${time}, by itself.`;
    }
  }
}
