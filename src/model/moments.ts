/** Moments of normalization layers on the host, and the law of total variance that pools them. */
import type { Architecture } from './architecture.ts';

/** Per-channel mean and (biased) variance of one normalization layer. */
export type LayerMoments = { mean: Float32Array; variance: Float32Array };

/** One per normalization layer, in forward order. */
export type Moments = LayerMoments[];

/** Other frames that a frame is normalized with: their pooled moments, and how many frames they count for. */
export type FrameGroup = { moments: Moments; weight: number };

/**
 * Pools groups of samples into one, by the law of total variance:
 *
 *     mean = sum_i w_i mean_i          variance = sum_i w_i (variance_i + (mean_i - mean)^2)
 *
 * with the weights normalized to sum 1. Every term of the variance is at least 0, so nothing cancels. Groups of equal
 * size with equal weights give exactly the moments of all samples together.
 *
 * @throws RangeError where there is nothing to pool or a weight is negative.
 * @see https://en.wikipedia.org/wiki/Law_of_total_variance
 */
export function poolMoments(groups: Moments[], weights: number[] = groups.map(() => 1)): Moments {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (
    groups.length === 0 ||
    weights.length !== groups.length ||
    !(total > 0) ||
    weights.some((w) => !(w >= 0))
  ) {
    throw new RangeError(
      `Cannot pool ${groups.length} groups of moments with the weights [${weights.join(', ')}].`,
    );
  }
  const shares = weights.map((weight) => weight / total);
  return groups[0]!.map((first, layer) => {
    const channels = first.mean.length;
    const mean = new Float32Array(channels);
    const variance = new Float32Array(channels);
    for (let c = 0; c < channels; c += 1) {
      let pooledMean = 0;
      for (let i = 0; i < groups.length; i += 1) pooledMean += shares[i]! * groups[i]![layer]!.mean[c]!;
      let pooledVariance = 0;
      for (let i = 0; i < groups.length; i += 1) {
        const { mean: means, variance: variances } = groups[i]![layer]!;
        pooledVariance += shares[i]! * (variances[c]! + (means[c]! - pooledMean) ** 2);
      }
      mean[c] = pooledMean;
      variance[c] = pooledVariance;
    }
    return { mean, variance };
  });
}

/**
 * Statistics = (M * source + n * window) / (M + n), pooled by the law of total variance. `sourceWeight` is M, the number
 * of frames that the source counts for.
 *
 * @see https://arxiv.org/abs/2006.16971 Schneider et al. 2020, equation 1
 */
export function mixWithSource(source: Moments, sourceWeight: number, window: Moments[]): Moments {
  if (window.length === 0) return source;
  if (sourceWeight === 0) return poolMoments(window);
  return poolMoments([source, ...window], [sourceWeight, ...window.map(() => 1)]);
}

/** @throws RangeError where these are not moments of the network's normalization layers. */
export function checkMoments(moments: Moments, { units }: Architecture): void {
  if (moments.length !== units.length) {
    throw new RangeError(`Moments of ${moments.length} layers were given; the network has ${units.length}.`);
  }
  units.forEach(({ name, outChannels }, layer) => {
    const { mean, variance } = moments[layer]!;
    if (mean.length !== outChannels || variance.length !== outChannels) {
      throw new RangeError(`Moments of ${name} have ${mean.length} channels; the layer has ${outChannels}.`);
    }
  });
}

/** All layers in one array: mean and variance of layer 1, then of layer 2, and so on. */
export function flattenMoments(moments: Moments): Float32Array {
  const flat = new Float32Array(moments.reduce((length, { mean }) => length + 2 * mean.length, 0));
  let at = 0;
  for (const { mean, variance } of moments) {
    flat.set(mean, at);
    flat.set(variance, at + mean.length);
    at += 2 * mean.length;
  }
  return flat;
}

/** The inverse of `flattenMoments`, given each layer's number of channels. The arrays are copies. */
export function unflattenMoments(flat: Float32Array, channels: number[]): Moments {
  let at = 0;
  return channels.map((count) => {
    const mean = flat.slice(at, at + count);
    const variance = flat.slice(at + count, at + 2 * count);
    at += 2 * count;
    return { mean, variance };
  });
}
