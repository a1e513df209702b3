/** Asks the browser for a graphics adapter and tells hardware from software. */

/** The part of WebGPU that is used here. @see https://www.w3.org/TR/webgpu/#gpuadapterinfo */
type AdapterInfo = { vendor: string; architecture: string; description: string; isFallbackAdapter?: boolean };
type Adapter = { info: AdapterInfo; isFallbackAdapter?: boolean };
export type Gpu = { requestAdapter(options: { powerPreference: string }): Promise<Adapter | null> };

/** Rasterizers that run on the processor, where a forward pass takes many seconds. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|warp|basic render/i;

/**
 * The adapter's name.
 *
 * Must come before tfjs's own request, which dereferences a null adapter.
 *
 * @throws Error with the reason in words, fit to follow a colon, where there is no hardware adapter.
 */
export async function findHardwareGpu(
  allowSoftware = false,
  gpu: Gpu | undefined = (globalThis.navigator as { gpu?: Gpu } | undefined)?.gpu,
): Promise<string> {
  if (!gpu) throw new Error('this browser has no WebGPU');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('no graphics processor is available to WebGPU');
  const { vendor, architecture, description } = adapter.info;
  const name = description || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed';
  const isSoftware =
    adapter.isFallbackAdapter ||
    adapter.info.isFallbackAdapter ||
    SOFTWARE.test(`${vendor} ${architecture} ${name}`);
  if (isSoftware && !allowSoftware) {
    throw new Error(`the only graphics adapter (${name}) is a software one, slower than WASM`);
  }
  return name;
}
