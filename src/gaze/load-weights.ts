// Fetches the network's weights out of the extension's own package.

/** The weights that ship with the extension. */
export const WEIGHTS_PATH = '/model/half.safetensors';

/**
 * Reads the packaged weights.
 * @throws {Error} in plain words when the package has none
 */
export async function loadWeights(path: string = WEIGHTS_PATH): Promise<ArrayBuffer> {
  try {
    const response = await fetch(path);
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await response.arrayBuffer();
  } catch (error) {
    throw new Error(
      `The network’s weights (${path.slice(1)}) are missing from this copy of Fovea. Install Fovea again; if you built it yourself, put the weights into public/ and build again.`,
      { cause: error },
    );
  }
}
