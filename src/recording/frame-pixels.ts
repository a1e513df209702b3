/** Reads the pixels of decoded video frames, upright as a player shows them. */
import type { VideoSample } from 'mediabunny';
import type { Picture } from '../camera/cut-view.ts';

/** Gives RGBA that is valid until the next call: the buffer is used again. */
export type FrameReader = (frame: VideoSample) => Promise<Picture>;

/**
 * Makes a reader for the frames of one video. Phones store frames as the sensor lies and note how the phone was held:
 * such frames, and those with pixels that are not square, are drawn; all others are copied as a camera's frames are.
 */
export function createFrameReader(): FrameReader {
  let buffer = new Uint8Array(0);
  const draw = createFrameDrawer();
  return async (frame) => {
    const { codedWidth: widthPx, codedHeight: heightPx } = frame;
    const upright = frame.rotation === 0 && !frame.flip;
    if (!upright || frame.displayWidth !== widthPx || frame.displayHeight !== heightPx) return draw(frame);
    const length = widthPx * heightPx * 4;
    if (buffer.length !== length) buffer = new Uint8Array(length);
    try {
      await frame.copyTo(buffer, { format: 'RGBA', layout: [{ offset: 0, stride: widthPx * 4 }] });
      return { rgba: buffer, widthPx, heightPx };
    } catch {
      // Conversion in copyTo is not in every Chromium since 116, nor for every pixel format.
      return draw(frame);
    }
  };
}

function createFrameDrawer(): (frame: VideoSample) => Picture {
  let canvas: OffscreenCanvas | undefined;
  return (frame) => {
    const { displayWidth: widthPx, displayHeight: heightPx } = frame;
    if (canvas?.width !== widthPx || canvas.height !== heightPx) {
      canvas = new OffscreenCanvas(widthPx, heightPx);
    }
    const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    if (!context) throw new Error('This browser gives no 2D canvas, so frames of a video cannot be read.');
    frame.draw(context, 0, 0, widthPx, heightPx);
    return { rgba: context.getImageData(0, 0, widthPx, heightPx).data, widthPx, heightPx };
  };
}
