// That sending ended before its end, and why; the keyboard goes there, for the button that it was on is gone.
import { Notice } from '../../../src/ui/Notice.tsx';
import { useFocusOnMount } from '../../../src/ui/use-focus-on-mount.ts';
import type { SendingState } from './use-sending.ts';

type Props = { state: Extract<SendingState, { status: 'failed' | 'stopped' }> };

export function SendingEnded({ state }: Props) {
  const words = useFocusOnMount<HTMLParagraphElement>();
  if (state.status === 'stopped') {
    return (
      <Notice kind="hint">
        <p ref={words} tabIndex={-1} data-testid="send-stopped">
          You stopped the sending. All of it is still here, and you can send it whenever you like.
        </p>
      </Notice>
    );
  }
  return (
    <Notice kind="problem">
      <p ref={words} tabIndex={-1} data-testid="send-problem">
        {state.problem}
      </p>
      <p>Nothing is lost: all of it is still here.</p>
    </Notice>
  );
}
