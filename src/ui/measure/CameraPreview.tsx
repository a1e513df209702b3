// What the camera sees, as in a mirror, cut to the square that is kept; or why it sees nothing.
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../Button.tsx';
import { Notice } from '../Notice.tsx';
import type { Camera } from './use-camera.ts';
import './camera-preview.css';

export function CameraPreview({ camera: { state, retry } }: { camera: Camera }) {
  const video = useRef<HTMLVideoElement>(null);
  const track = state.status === 'ready' ? state.track : null;
  useEffect(() => {
    const element = video.current;
    if (!element || !track) return undefined;
    element.srcObject = new MediaStream([track]);
    // One that is shown no more keeps frames until it is collected, and a camera has only three to lend: it would stand still.
    return () => void (element.srcObject = null);
  }, [track]);

  if (state.status === 'failed') {
    return (
      <Notice kind="problem">
        <p data-testid="camera-problem">{state.message}</p>
        <div>
          <Button onClick={retry}>Try again</Button>
        </div>
      </Notice>
    );
  }
  return (
    <figure class="preview" data-testid="camera-preview" data-status={state.status}>
      <video ref={video} autoplay muted playsInline aria-label="The camera’s picture, mirrored" />
      {state.status === 'opening' && (
        <p class="preview__wait" role="status">
          Starting the camera…
        </p>
      )}
    </figure>
  );
}
