/**
 * The second look on one page: both eyes, cut out of the picture at its own resolution, through an encoder of their own.
 *
 * The U-Net reads the whole face and finds the eyes in it, where an iris is a few pixels wide. What tells the gaze is a
 * fraction of one of them. So the eyes are looked at again, on the device, in squares around where the U-Net has found
 * them; the left one mirrored, so that one encoder serves both. The same page as `training/fovea_training/eyes.py`.
 *
 * Shapes: N pictures of side S, squares of side P, E features an eye.
 *
 * @see https://arxiv.org/abs/1406.6247 Recurrent Models of Visual Attention: looking twice
 * @see https://arxiv.org/abs/1504.02863 Appearance-Based Gaze Estimation in the Wild: eye images beside the head's pose
 */
import * as tf from '@tensorflow/tfjs-core';
import { EYE_BLOCK_STRIDES } from './architecture.ts';
import type { EyesConfig } from './network-config.ts';
import type { UnetParts } from './unet.ts';

/** Side of an eye's square, in distances between the eyes. */
const EYE_SPAN = 0.65;
/** Least deviation of a square's values: it keeps an even one from being all noise. */
const LEAST_CONTRAST = 0.02;
/** The least distance between the eyes, as a fraction of the view. */
export const LEAST_EYE_DISTANCE = 0.02;
/** Of each eye's landmarks the second and third are its corners. */
const CORNERS = { right: 1, left: 6 } as const;

/**
 * What both eyes look like, the right one's features first: `[N, 2 E]`. Call inside `tf.tidy`.
 *
 * @param images `[N, S, S, 3]`
 * @param landmarks where the U-Net has found the eyes, in fractions of the images: `[N, K, 2]`
 */
export function runEyeEncoder(
  images: tf.Tensor4D,
  landmarks: tf.Tensor3D,
  { size, features, blocks, contrast }: EyesConfig,
  { unit, head }: UnetParts,
): tf.Tensor2D {
  const rest = (stride: 4 | 8 | 16, x: tf.Tensor4D): tf.Tensor4D =>
    Array.from(
      { length: blocks[EYE_BLOCK_STRIDES.indexOf(stride)]! },
      (_, i) => `eyes.rest${stride}.${i}`,
    ).reduce<tf.Tensor4D>((y, name) => tf.add(y, unit(`${name}.b`, unit(`${name}.a`, y))), x);
  const cut = cutEyes(images, landmarks, size); // [2 N, P, P, 3]
  let x = contrast === 'own' ? evenOut(cut) : cut;
  x = rest(4, unit('eyes.down4', unit('eyes.stem', x))); // [2 N, P/4, P/4, c4]
  x = rest(8, unit('eyes.down8', x)); // [2 N, P/8, P/8, c8]
  x = rest(16, unit('eyes.down16', x)); // [2 N, P/16, P/16, c16]
  const seen = head('eyes.out', unit('eyes.narrow', x)); // [2 N, 1, 1, E]
  return tf.reshape(seen, [images.shape[0], 2 * features]);
}

/**
 * Squares `[M, P, P, 3]` each by its own mean colour and contrast: an eye's exposure says nothing of where it looks, and under
 * the population's moments a dark one would be seen through a keyhole.
 */
export function evenOut(squares: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => {
    const offset = tf.sub(squares, tf.mean(squares, [1, 2], true));
    const variance = tf.mean(tf.square(offset), [1, 2, 3], true); // [M, 1, 1, 1]
    return tf.mul(offset, tf.rsqrt(tf.add(variance, LEAST_CONTRAST ** 2)));
  });
}

/**
 * Squares around the eyes, of each image the right one and then the left one mirrored: `[2 N, P, P, 3]`, bilinear. What lies
 * outside an image is zero, grey.
 *
 * A box of `cropAndResize` reaches from its first to its last pixel's centre, in units of the image's first to last:
 *
 *     (S (middle -+ span (1/2 - 1/(2 P))) - 1/2) / (S - 1)
 */
export function cutEyes(images: tf.Tensor4D, landmarks: tf.Tensor3D, size: number): tf.Tensor4D {
  return tf.tidy(() => {
    const [count, side] = images.shape;
    const middleOf = (first: number): tf.Tensor2D =>
      tf.mean(tf.slice(landmarks, [0, first, 0], [count, 2, 2]), 1);
    const [right, left] = [middleOf(CORNERS.right), middleOf(CORNERS.left)]; // [N, 2], x then y
    const distance = tf.maximum(
      tf.sqrt(tf.sum(tf.squaredDifference(left, right), 1, true)),
      LEAST_EYE_DISTANCE,
    );
    const reach = tf.mul(distance, EYE_SPAN * (0.5 - 0.5 / size)); // [N, 1]
    const toBox = (fractions: tf.Tensor): tf.Tensor => tf.div(tf.sub(tf.mul(fractions, side), 0.5), side - 1);
    const boxes = [right, left].map((middle, eye) => {
      const [x, y] = tf.split(middle, 2, 1) as [tf.Tensor, tf.Tensor]; // [N, 1]
      const [low, high] = [tf.sub(x, reach), tf.add(x, reach)];
      const [first, last] = eye === 0 ? [low, high] : [high, low];
      return toBox(tf.concat([tf.sub(y, reach), first, tf.add(y, reach), last], 1)); // [N, 4]
    });
    const both = tf.reshape(tf.stack(boxes, 1), [2 * count, 4]) as tf.Tensor2D;
    const owners = tf.tensor1d(
      Array.from({ length: 2 * count }, (_, i) => i >> 1),
      'int32',
    );
    return tf.image.cropAndResize(images, both, owners, [size, size], 'bilinear', 0);
  });
}
