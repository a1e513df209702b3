/** The error for weights that do not belong to the network they claim. */

export type WeightsErrorCode =
  'bad-metadata' | 'missing-tensor' | 'extra-tensor' | 'wrong-shape' | 'bad-value';

/** The file is well formed but its tensors are not this network's; the message names the tensor. */
export class WeightsError extends Error {
  override readonly name = 'WeightsError';
  readonly code: WeightsErrorCode;
  readonly tensor: string | undefined;

  constructor(code: WeightsErrorCode, message: string, tensor?: string) {
    super(message);
    this.code = code;
    this.tensor = tensor;
  }
}
