// How tracking goes, in words and numbers.
import { sendMessage } from '../../src/messaging/protocol.ts';
import type { TrackingState } from '../../src/messaging/tracking-state.ts';
import type { Backend } from '../../src/model/backend.ts';
import { Button } from '../../src/ui/Button.tsx';
import { Meter } from '../../src/ui/Meter.tsx';
import { Notice } from '../../src/ui/Notice.tsx';

const BACKEND_NAMES: Record<Backend, string> = {
  webgpu: 'Graphics card (WebGPU)',
  wasm: 'Processor (WebAssembly)',
  cpu: 'Processor (slow)',
};

export function TrackingReport({ state }: { state: TrackingState }) {
  switch (state.status) {
    case 'off':
      return <p class="soft">Nothing is recorded, and no picture ever leaves this computer.</p>;
    case 'starting':
      return <p class="soft">Turning the camera on and loading the network.</p>;
    case 'failed':
      return <Failure state={state} />;
    case 'tracking':
      return <Tracking state={state} />;
  }
}

function Failure({ state }: { state: Extract<TrackingState, { status: 'failed' }> }) {
  if (state.code !== 'denied') return <Notice kind="problem">{state.message}</Notice>;
  return (
    <Notice kind="problem">
      Fovea may not use the camera yet, or it is blocked. The camera check shows how to allow it.
      <div>
        <Button onClick={() => sendMessage('openPage', { page: 'welcome' })}>Set up the camera</Button>
      </div>
    </Notice>
  );
}

function Tracking({ state }: { state: Extract<TrackingState, { status: 'tracking' }> }) {
  const percent = Math.floor(state.windowFilled * 100);
  return (
    <div class="stack stack--tight">
      {!state.eyesInView && (
        <Notice kind="hint">No open eyes in view. Sit so that the camera sees your whole face.</Notice>
      )}
      {state.windowFilled < 1 && (
        <div class="stack stack--tight">
          <span class="row row--apart small">
            <strong>Getting to know you</strong>
            <span class="numbers">{percent} %</span>
          </span>
          <Meter value={state.windowFilled} label="Getting to know you" />
          <span class="small soft">Look around on the screen. Gaze gets better as this fills.</span>
        </div>
      )}
      <dl class="facts">
        <dt>Speed</dt>
        <dd class="numbers" data-fact="frames-per-second">
          {state.framesPerSecond > 0 ? `${state.framesPerSecond.toFixed(1)} frames per second` : 'measuring…'}
        </dd>
        <dt>Runs on</dt>
        <dd data-fact="backend">
          {BACKEND_NAMES[state.backend]}
          <span class="small soft">{state.backendReason}</span>
        </dd>
      </dl>
    </div>
  );
}
