/**
 * Batch normalization as our own pure functions on tensors: measure, normalize, and fold into a convolution.
 *
 *     y = gamma * (x - mean) / sqrt(variance + epsilon) + beta
 *
 * tfjs-layers' version writes moving averages in training mode; here statistics are always an argument.
 *
 * @see https://arxiv.org/abs/1502.03167 Ioffe and Szegedy 2015
 */
import * as tf from '@tensorflow/tfjs-core';

export const EPSILON = 1e-3;

/** One layer's learnt scale and shift, each `[C]`. */
export type Affine = { gamma: tf.Tensor1D; beta: tf.Tensor1D };

/** One layer's statistics on the device, each `[C]`. */
export type TensorMoments = { mean: tf.Tensor1D; variance: tf.Tensor1D };

/** A convolution that holds its normalization: `kernel` as tfjs wants it, `bias` `[C]`. */
export type FoldedConv = { kernel: tf.Tensor4D; bias: tf.Tensor1D };

/**
 * Mean and biased variance over everything but the channels: `[N, H, W, C] -> [C], [C]`.
 *
 * Two passes (`E[(x - mean)^2]`), because `E[x^2] - mean^2` cancels in float32.
 */
export function measureMoments(x: tf.Tensor4D): TensorMoments {
  return tf.tidy(() => {
    const mean = averageSamples(x); // [C]
    const variance = averageSamples(tf.squaredDifference(x, mean) as tf.Tensor4D); // [C]
    return { mean, variance };
  });
}

/**
 * These moments, which count for `share`, mixed with others: the law of total variance.
 *
 *     mean = m' + share (m - m')     variance = E[variances] + E[(means - mean)^2], over both with their shares
 */
export function mixMoments(moments: TensorMoments, others: TensorMoments, share: number): TensorMoments {
  return tf.tidy(() => {
    const mix = (a: tf.Tensor1D, b: tf.Tensor1D): tf.Tensor1D => tf.add(b, tf.mul(tf.sub(a, b), share));
    const mean = mix(moments.mean, others.mean);
    const within = mix(moments.variance, others.variance);
    const [apart, othersApart] = [moments, others].map((each): tf.Tensor1D =>
      tf.squaredDifference(each.mean, mean),
    ) as [tf.Tensor1D, tf.Tensor1D];
    return { mean, variance: tf.add(within, mix(apart, othersApart)) };
  });
}

/** Normalization as one multiplication and one addition: `y = x * scale + offset`, each `[C]`. */
export function toScaleAndOffset({ gamma, beta }: Affine, { mean, variance }: TensorMoments) {
  return tf.tidy(() => {
    const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, EPSILON))) as tf.Tensor1D;
    const offset = tf.sub(beta, tf.mul(mean, scale)) as tf.Tensor1D;
    return { scale, offset };
  });
}

/** Normalizes `[N, H, W, C]` with the given statistics. */
export function normalize(x: tf.Tensor4D, affine: Affine, moments: TensorMoments): tf.Tensor4D {
  return tf.tidy(() => {
    const { scale, offset } = toScaleAndOffset(affine, moments);
    return tf.add(tf.mul(x, scale), offset) as tf.Tensor4D;
  });
}

/**
 * Folds statistics into the convolution before them: `kernel' = kernel * scale`, `bias' = offset`, on the device.
 *
 * A convolution's output channels are the kernel's last axis; a depthwise one's are its third (`[k, k, C, 1]`).
 */
export function foldConv(
  kernel: tf.Tensor4D,
  kind: 'conv' | 'depthwise',
  affine: Affine,
  moments: TensorMoments,
): FoldedConv {
  return tf.tidy(() => {
    const { scale, offset } = toScaleAndOffset(affine, moments);
    const factor = kind === 'depthwise' ? tf.reshape(scale, [1, 1, -1, 1]) : scale;
    return { kernel: tf.mul(kernel, factor) as tf.Tensor4D, bias: offset };
  });
}

/**
 * Mean over space, `[N, H, W, C] -> [N, 1, 1, C]`: down the columns, then along the row that is left.
 *
 * Pooling, because `tf.mean` transposes channels-last tensors first (5 to 20 times slower on WASM); two steps, because
 * one long float32 sum loses digits that the variance needs.
 */
export function averageSpace(x: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => {
    const [, height, width] = x.shape;
    return tf.avgPool(tf.avgPool(x, [height, 1], 1, 'valid'), [1, width], 1, 'valid');
  });
}

/** Mean over samples and space: `[N, H, W, C] -> [C]`. */
function averageSamples(x: tf.Tensor4D): tf.Tensor1D {
  return tf.mean(averageSpace(x), [0, 1, 2]);
}
