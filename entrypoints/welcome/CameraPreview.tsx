// The camera's picture as a mirror, with everything outside of the square crop darkened.
import { useEffect, useRef, useState } from 'preact/hooks';
import { getSquareCrop } from '../../src/camera/square-crop.ts';
import { Logo } from '../../src/ui/Logo.tsx';

/** @param props.track null shows an empty frame */
export function CameraPreview({ track }: { track: MediaStreamTrack | null }) {
  const video = useRef<HTMLVideoElement>(null);
  const [size, setSize] = useState({ widthPx: 16, heightPx: 9 });

  useEffect(() => {
    const element = video.current;
    if (!element || !track) return undefined;
    element.srcObject = new MediaStream([track]);
    // Else it keeps frames of the camera, which has few to lend, until it is collected.
    return () => void (element.srcObject = null);
  }, [track]);

  const crop = getSquareCrop(size.widthPx, size.heightPx);
  return (
    <div class="camera-preview" style={{ aspectRatio: `${size.widthPx} / ${size.heightPx}` }}>
      <video
        ref={video}
        hidden={!track}
        autoPlay
        muted
        playsInline
        aria-label="Your camera’s picture, mirrored"
        onResize={({ currentTarget }) =>
          setSize({ widthPx: currentTarget.videoWidth, heightPx: currentTarget.videoHeight })
        }
      />
      {track ? (
        <span
          class="camera-preview__crop"
          style={{
            left: inPercent(crop.x, size.widthPx),
            top: inPercent(crop.y, size.heightPx),
            width: inPercent(crop.side, size.widthPx),
            height: inPercent(crop.side, size.heightPx),
          }}
        />
      ) : (
        <span class="camera-preview__empty">
          <Logo sizePx={64} />
        </span>
      )}
    </div>
  );
}

function inPercent(part: number, whole: number): string {
  return `${(100 * part) / whole}%`;
}
