/** What the network is given: a view of the camera's square, and where it lies in it. */
import * as tf from '@tensorflow/tfjs-core';
import type { View } from '../camera/framing.ts';
import type { UnetInput } from './unet.ts';

export type ViewImage = {
  /** RGB 0..255, `[inputSize * inputSize * 3]`, as `createViewCutter` cuts it. */
  image: Float32Array;
  view: View;
};

/**
 * Puts images, scaled to -1..1, and views on the device.
 *
 * @throws RangeError where an image is not of the network's size.
 */
export function uploadInput(inputs: ViewImage[], side: number): UnetInput {
  const length = side * side * 3;
  const pixels = new Float32Array(inputs.length * length);
  inputs.forEach(({ image }, n) => {
    if (image.length !== length) {
      throw new RangeError(`An image has ${image.length} values; the network takes ${side} x ${side} x 3.`);
    }
    for (let i = 0; i < length; i += 1) pixels[n * length + i] = image[i]! / 127.5 - 1;
  });
  return {
    images: tf.tensor4d(pixels, [inputs.length, side, side, 3]),
    views: tf.tensor2d(
      inputs.map(({ view }) => [view.x, view.y, view.side]),
      [inputs.length, 3],
    ),
  };
}
