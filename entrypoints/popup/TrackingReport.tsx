// How tracking goes, in words and numbers.
import { sendMessage } from '../../src/messaging/protocol.ts';
import type { TrackingState } from '../../src/messaging/tracking-state.ts';
import type { PersonRow } from '../../src/storage/database.ts';
import { Button } from '../../src/ui/Button.tsx';
import { Meter } from '../../src/ui/Meter.tsx';
import { Notice } from '../../src/ui/Notice.tsx';
import { ClicksLearned } from './ClicksLearned.tsx';
import { DeviceNotices } from './DeviceNotices.tsx';
import { StartedFrom } from './StartedFrom.tsx';
import { useDeviceNotices } from './use-device-notices.ts';
import { useJustChanged } from './use-just-changed.ts';

type Props = {
  state: TrackingState;
  /** null where nobody is chosen. */
  person: PersonRow | null;
};

export function TrackingReport({ state, person }: Props) {
  switch (state.status) {
    case 'off':
      return <p class="soft">No picture of the camera’s ever leaves this computer.</p>;
    case 'starting':
      return <p class="soft">Turning the camera on and loading the network.</p>;
    case 'failed':
      return <Failure state={state} />;
    case 'tracking':
      return <Tracking state={state} person={person} />;
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

function Tracking({ state, person }: Props & { state: Extract<TrackingState, { status: 'tracking' }> }) {
  const filling = state.windowFilled < 1;
  const { otherCamera, ...devices } = useDeviceNotices(person?.id ?? null);
  const changing = useJustChanged(person?.id);
  return (
    <div class="stack stack--tight">
      {/* No eyes without seeking is a blink, or a face lost this very second: nothing to act on. */}
      {state.seeking && !state.eyesInView && (
        <Notice kind="hint">
          <p>
            <strong>Looking for your face</strong>
            <br />
            Sit so that the camera sees all of it, with your eyes open.
          </p>
        </Notice>
      )}
      <DeviceNotices {...devices} />
      {state.newLight && filling && <NewLight />}
      {filling && <GettingToKnow windowFilled={state.windowFilled} />}
      {!changing && <StartedFrom report={state} person={person} filling={filling} told={otherCamera} />}
      {state.clicksLearned !== undefined && <ClicksLearned count={state.clicksLearned} />}
      <p>
        <strong class="numbers" data-fact="frames-per-second">
          {state.framesPerSecond > 0
            ? `${state.framesPerSecond.toFixed(1)} frames per second`
            : 'Measuring speed'}
        </strong>
        <br />
        <span class="small soft" data-fact="backend">
          {state.backendReason}
        </span>
      </p>
    </div>
  );
}

function NewLight() {
  return (
    <Notice kind="hint">
      <p>
        <strong>The light on your face has changed</strong>
        <br />
        So Fovea gets to know you anew. A measurement from before no longer counts.
      </p>
    </Notice>
  );
}

function GettingToKnow({ windowFilled }: { windowFilled: number }) {
  return (
    <div class="stack stack--tight">
      <span class="row row--apart small">
        <strong>Getting to know you</strong>
        <span class="numbers">{Math.floor(windowFilled * 100)} %</span>
      </span>
      <Meter value={windowFilled} label="Getting to know you" />
      <span class="small soft">
        Look around on the screen. Until this is full the gaze is less sure, and its dot wide and dashed.
      </span>
    </div>
  );
}
