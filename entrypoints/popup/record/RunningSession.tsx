// A session that is recorded now: how long, how large, and what can be done with it.
import { sendMessage } from '../../../src/messaging/protocol.ts';
import type { SessionState } from '../../../src/session/session-state.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { formatSize } from '../../../src/ui/format-size.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { formatClock } from './format-clock.ts';
import { MarkerField } from './MarkerField.tsx';
import type { SessionControl } from './use-session.ts';

type Props = { session: Exclude<SessionState, { status: 'none' }>; control: SessionControl };

export function RunningSession({ session, control }: Props) {
  const { act, busy } = control;
  const paused = session.status === 'paused';
  return (
    <>
      <p
        class={`record__state record__state--${session.status}`}
        data-testid="session"
        data-status={session.status}
      >
        <strong role="status">{paused ? 'Paused' : 'Recording'}</strong>
        <span class="numbers">{formatClock(session.recordedMs)}</span>
        <span class="numbers soft">{formatSize(session.bytes)}</span>
        <span class="record__name record__name--running">{session.name}</span>
      </p>
      {session.reason !== undefined && <Notice kind="hint">{`Paused by itself: ${session.reason}`}</Notice>}
      {session.onlyTab !== undefined && (
        <p class="small soft" data-testid="only-tab">
          Only one tab is recorded, and only until it leaves its site: Fovea was not let into the others.
        </p>
      )}
      <div class="row">
        {paused ? (
          <Button disabled={busy} onClick={() => act(() => sendMessage('resumeSession', undefined))}>
            Go on
          </Button>
        ) : (
          <Button disabled={busy} onClick={() => act(() => sendMessage('pauseSession', undefined))}>
            Pause
          </Button>
        )}
        <Button
          variant="danger"
          disabled={busy}
          onClick={() => act(() => sendMessage('stopSession', undefined))}
        >
          End session
        </Button>
      </div>
      {!paused && <MarkerField recordedMs={session.recordedMs} act={act} />}
    </>
  );
}
