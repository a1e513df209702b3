/** The population's moments of normalization layers, on the host. */

/** Per-channel mean and (biased) variance of one normalization layer. */
export type LayerMoments = { mean: Float32Array; variance: Float32Array };

/** One per normalization layer, in forward order. */
export type Moments = LayerMoments[];
