/**
 * The network on one page: a U-Net with an EfficientNet-Lite encoder, eye landmarks as attention, a second look at the eyes
 * (`eye-encoder.ts`), and the features that the gaze is read from, by `memory-reader.ts` or by `runReadout`.
 *
 * It is written without its normalization: `unit` applies a convolution, its batch normalization and its activation by
 * name, so the same page runs with folded moments, with the batch's own, or while measuring them.
 *
 * Shapes: N images, each a view of its camera's square, of which encoder and decoder see S x S pixels; `C(s)` are the channels at stride s; D those of the
 * last decoder step; K landmarks.
 *
 * @see https://arxiv.org/abs/1505.04597 U-Net
 * @see https://arxiv.org/abs/1905.11946 EfficientNet
 * @see https://arxiv.org/abs/1801.07372 DSNT: coordinates as the expectation of a heatmap
 */
import * as tf from '@tensorflow/tfjs-core';
import { DECODER_STRIDES, SKIP_STAGES } from './architecture.ts';
import type { Architecture, Block } from './architecture.ts';
import { LEAST_EYE_DISTANCE, runEyeEncoder } from './eye-encoder.ts';
import { averageSpace } from './normalization.ts';

/** Applies one of the network's parts, by its name in the weights. */
export type Apply = (name: string, x: tf.Tensor4D) => tf.Tensor4D;

/** `unit`: convolution, normalization, activation. `head`: convolution with bias, without padding. */
export type UnetParts = { unit: Apply; head: Apply };

/** Cells on each side of a heatmap's highest that belong to its peak. */
const PEAK_REACH = 2;

export type UnetInput = {
  /** `[N, S, S, 3]`, values -1..1. */
  images: tf.Tensor4D;
  /** Where each image lies in its square: x, y and side, `[N, 3]`. */
  views: tf.Tensor2D;
};

export type UnetOutput = {
  /** x, y as fractions of the view: `[N, K, 2]`. */
  landmarks: tf.Tensor3D;
  /** Where their heatmaps' peaks lie, `[N, K, 2]`: where something else looks a little like an eye, a landmark lies between the two. */
  peaks: tf.Tensor3D;
  /** How much of the heatmaps lies at their peaks, mean of all landmarks: `[N, 1]`. */
  certainty: tf.Tensor2D;
  /** The decoder's output at each landmark: `[N, K D]`. */
  pooled: tf.Tensor2D;
  /** The bottleneck's mean: `[N, B]`. */
  context: tf.Tensor2D;
  /** Logit of "open eyes are in view": `[N, 1]`. */
  presenceLogit: tf.Tensor2D;
};

/** Runs encoder and decoder, and finds the landmarks. Call inside `tf.tidy`. */
export function runUnet(
  { images }: UnetInput,
  { stages, unetSize }: Architecture,
  { unit, head }: UnetParts,
): UnetOutput {
  // Encoder
  let x = unit('encoder.stem', shrink(images, unetSize)); // [N, S/2, S/2, C]
  const outputs = stages.map((blocks) => {
    for (const block of blocks) x = runBlock(block, x, unit);
    return x; // [N, S/s, S/s, C(s)], s = 2, 4, 8, 16, 16, 32, 32
  });
  const bottleneck = x; // [N, S/32, S/32, B]

  // Decoder
  for (const stride of DECODER_STRIDES) {
    const skip = outputs[SKIP_STAGES[stride]]!; // [N, S/stride, S/stride, C(stride)]
    x = tf.tidy(() => {
      const [, height, width] = skip.shape;
      const upsampled = tf.image.resizeNearestNeighbor(x, [height, width]);
      const merged = unit(`decoder.${stride}.merge`, tf.concat([upsampled, skip], 3));
      return unit(`decoder.${stride}.project`, unit(`decoder.${stride}.depthwise`, merged));
    });
  }

  // Landmarks: one heatmap each, its softmax both locates the landmark and pools the features there
  const [count, height, width, channels] = x.shape; // [N, S/4, S/4, D]
  const heatmaps = head('landmarks', x); // [N, S/4, S/4, K]
  const landmarkCount = heatmaps.shape[3];
  const cells = height * width;
  const perLandmark = tf.transpose(tf.reshape(heatmaps, [count, cells, landmarkCount]), [0, 2, 1]);
  const attention = tf.softmax(perLandmark) as tf.Tensor3D; // [N, K, cells]
  const landmarks = tf.reshape(
    tf.matMul(tf.reshape(attention, [count * landmarkCount, cells]), listCellCentres(height, width)),
    [count, landmarkCount, 2],
  ) as tf.Tensor3D; // [N, K, 2]
  const pooled = tf.matMul(attention, tf.reshape(x, [count, cells, channels])); // [N, K, D]

  const context = averageSpace(bottleneck); // [N, 1, 1, B]
  return {
    landmarks,
    ...findPeaks(attention, height, width),
    pooled: tf.reshape(pooled, [count, landmarkCount * channels]),
    context: tf.reshape(context, [count, bottleneck.shape[3]]),
    presenceLogit: tf.reshape(head('presence', context), [count, 1]),
  };
}

/** What the gaze is read from, `[N, F]`, after a second look at the eyes. Call inside `tf.tidy`. */
export function gatherFeatures(
  { images, views }: UnetInput,
  { landmarks, pooled, context }: UnetOutput,
  { eyes }: Architecture,
  parts: UnetParts,
): tf.Tensor2D {
  return tf.concat(
    [
      computeGeometry(landmarks, views), // [N, 21]
      pooled, // [N, K * D]
      context, // [N, B]
      runEyeEncoder(images, landmarks, eyes, parts), // [N, 2 E]
    ],
    1,
  );
}

/** Pictures at the size that encoder and decoder see: bilinear, between pixel centres. */
function shrink(images: tf.Tensor4D, size: number): tf.Tensor4D {
  return images.shape[1] === size ? images : tf.image.resizeBilinear(images, [size, size], false, true);
}

/**
 * The readout by batch normalization, the article's method: features `[N, F]` of one person's frames -> logits over the
 * screen and its margin, rows first, `[N, G * G]`. Call inside `tf.tidy`.
 */
export function runReadout(
  features: tf.Tensor2D,
  { hidden }: Architecture,
  { unit, head }: UnetParts,
): tf.Tensor2D {
  const [count, length] = features.shape;
  let x = unit('readout.standardize', tf.reshape(features, [count, 1, 1, length]));
  for (const name of hidden) x = unit(name, x); // [N, 1, 1, width]
  const logits = head('readout.logits', x); // [N, 1, 1, G * G]
  return tf.reshape(logits, [count, logits.shape[3]]);
}

/** Inverted residual: `[N, h, w, c] -> [N, h/stride, w/stride, c']`. @see https://arxiv.org/abs/1801.04381 */
function runBlock({ name, expands, adds }: Block, x: tf.Tensor4D, unit: Apply): tf.Tensor4D {
  return tf.tidy(() => {
    const expanded = expands ? unit(`${name}.expand`, x) : x;
    const projected = unit(`${name}.project`, unit(`${name}.depthwise`, expanded));
    return adds ? tf.add(x, projected) : projected;
  });
}

/** Heatmaps `[N, K, height * width]`, each a distribution -> where their peaks lie, and how much of them does. */
function findPeaks(
  attention: tf.Tensor3D,
  height: number,
  width: number,
): Pick<UnetOutput, 'peaks' | 'certainty'> {
  const [count, landmarkCount, cells] = attention.shape;
  const flat = tf.reshape(attention, [count * landmarkCount, cells]) as tf.Tensor2D;
  const centres = listCellCentres(height, width);
  const tops = tf.gather(centres, tf.argMax(flat, 1) as tf.Tensor1D); // [N K, 2]
  const far = tf.abs(tf.sub(tf.expandDims(tops, 1), tf.expandDims(centres, 0))); // [N K, cells, 2]
  const reach = tf.tensor1d([(PEAK_REACH + 0.5) / width, (PEAK_REACH + 0.5) / height]);
  const peak = tf.mul(flat, tf.cast(tf.all(tf.lessEqual(far, reach), 2), 'float32')) as tf.Tensor2D;
  const mass = tf.sum(peak, 1, true); // [N K, 1]
  return {
    peaks: tf.reshape(tf.div(tf.matMul(peak, centres), mass), [count, landmarkCount, 2]),
    certainty: tf.mean(tf.reshape(mass, [count, landmarkCount]), 1, true),
  };
}

/** Centres of a heatmap's cells as fractions, x then y, rows first: `[height * width, 2]`. */
function listCellCentres(height: number, width: number): tf.Tensor2D {
  const centres = new Float32Array(height * width * 2);
  for (let i = 0; i < height * width; i += 1) {
    centres[2 * i] = ((i % width) + 0.5) / width;
    centres[2 * i + 1] = (Math.floor(i / width) + 0.5) / height;
  }
  return tf.tensor2d(centres, [height * width, 2]);
}

/**
 * The eyes' geometry: landmarks `[N, 10, 2]` in fractions of the views `[N, 3]` -> `[N, 21]`.
 *
 * For the right eye, then the left: iris, upper, lower and inner minus the eye's middle e = (inner + outer) / 2, all
 * divided by s = max(|e_left - e_right|, 0.02). Then where the head is, in fractions of the square, so that it does
 * not depend on where the view was cut: both middles, view.xy + view.side e, then view.side s.
 */
function computeGeometry(landmarks: tf.Tensor3D, views: tf.Tensor2D): tf.Tensor2D {
  const count = landmarks.shape[0];
  const linear = tf.matMul(tf.reshape(landmarks, [count, 20]) as tf.Tensor2D, createGeometryMatrix()); // [N, 20]
  const offsets = tf.slice(linear, [0, 0], [count, 16]);
  const middles = tf.slice(linear, [0, 16], [count, 4]);
  const between = tf.sub(tf.slice(middles, [0, 2], [count, 2]), tf.slice(middles, [0, 0], [count, 2]));
  const distance = tf.maximum(tf.sqrt(tf.sum(tf.square(between), 1, true)), LEAST_EYE_DISTANCE); // [N, 1]
  const corners = tf.slice(views, [0, 0], [count, 2]);
  const sides = tf.slice(views, [0, 2], [count, 1]);
  const middlesInSquare = tf.add(tf.concat([corners, corners], 1), tf.mul(sides, middles)); // [N, 4]
  return tf.concat([tf.div(offsets, distance), middlesInSquare, tf.mul(sides, distance)], 1) as tf.Tensor2D;
}

/** The linear part of the geometry: columns 0..15 the offsets, 16..19 the middles. `[20, 20]` */
function createGeometryMatrix(): tf.Tensor2D {
  const [iris, inner, outer, upper, lower] = [0, 1, 2, 3, 4];
  const matrix = new Float32Array(20 * 20);
  const add = (eye: number, landmark: number, axis: number, column: number, value: number): void => {
    matrix[(10 * eye + 2 * landmark + axis) * 20 + column]! += value;
  };
  for (const eye of [0, 1]) {
    for (const axis of [0, 1]) {
      [iris, upper, lower, inner].forEach((landmark, i) => {
        const column = 8 * eye + 2 * i + axis;
        add(eye, landmark!, axis, column, 1);
        add(eye, inner!, axis, column, -0.5);
        add(eye, outer!, axis, column, -0.5);
      });
      add(eye, inner!, axis, 16 + 2 * eye + axis, 0.5);
      add(eye, outer!, axis, 16 + 2 * eye + axis, 0.5);
    }
  }
  return tf.tensor2d(matrix, [20, 20]);
}
