// Asks for the camera and shows what it sees, mirrored, with the square that the network looks at.
import { Button } from '../../src/ui/Button.tsx';
import { Notice } from '../../src/ui/Notice.tsx';
import { CameraPreview } from './CameraPreview.tsx';
import { DeviceChoice } from './DeviceChoice.tsx';
import { useCamera } from './use-camera.ts';

export function CameraCheck() {
  const { state, open, close } = useCamera();

  return (
    <div class="card stack camera-check" data-camera={state.status}>
      <CameraPreview track={state.status === 'open' ? state.track : null} />
      {state.status === 'closed' && (
        <>
          <p>Fovea needs your camera. When the browser asks, choose “Allow while visiting the site”.</p>
          <Button variant="primary" wide onClick={open}>
            Turn the camera on
          </Button>
        </>
      )}
      {state.status === 'opening' && (
        <p role="status">Waiting for the camera. If the browser asks, choose “Allow”.</p>
      )}
      {state.status === 'failed' && (
        <>
          <Notice kind="problem">{state.message}</Notice>
          <Button variant="primary" wide onClick={open}>
            Try again
          </Button>
        </>
      )}
      {state.status === 'open' && (
        <>
          <p>
            <strong>The camera works.</strong> Only the bright square is read. Sit so that your face is inside
            it, with light from the front.
          </p>
          <div class="row row--apart">
            <DeviceChoice onChange={open} />
            <Button onClick={close}>Turn the preview off</Button>
          </div>
        </>
      )}
    </div>
  );
}
