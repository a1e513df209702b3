import { describe, expect, it } from 'vitest';
import { findHardwareGpu } from '../../src/model/find-gpu.ts';
import type { Gpu } from '../../src/model/find-gpu.ts';

/** A browser that offers this adapter. */
function createGpu(
  vendor: string,
  architecture: string,
  more: { description?: string; fallback?: boolean } = {},
): Gpu {
  const { description = '', fallback = false } = more;
  return {
    requestAdapter: async () => ({
      info: { vendor, architecture, description, isFallbackAdapter: fallback },
    }),
  };
}

describe('findHardwareGpu', () => {
  it('names hardware', async () => {
    expect(await findHardwareGpu(false, createGpu('nvidia', 'ampere'))).toBe('nvidia ampere');
    expect(await findHardwareGpu(false, createGpu('', '', { description: 'Apple M3' }))).toBe('Apple M3');
    expect(await findHardwareGpu(false, createGpu('', ''))).toBe('unnamed');
  });

  it.each<[string, Gpu | undefined, string]>([
    ['no WebGPU', undefined, 'this browser has no WebGPU'],
    ['no adapter', { requestAdapter: async () => null }, 'no graphics processor is available'],
    ['SwiftShader', createGpu('google', 'swiftshader'), '(google swiftshader) is a software one'],
    ['llvmpipe', createGpu('mesa', '', { description: 'llvmpipe (LLVM 17)' }), 'software'],
    ['WARP', createGpu('microsoft', '', { description: 'Microsoft Basic Render Driver' }), 'software'],
    ['a fallback adapter', createGpu('intel', 'gen-9', { fallback: true }), 'software'],
  ])('refuses %s', async (_, gpu, words) => {
    await expect(findHardwareGpu(false, gpu)).rejects.toThrow(words);
  });

  it('lets software pass where a test asks for it', async () => {
    expect(await findHardwareGpu(true, createGpu('google', 'swiftshader'))).toBe('google swiftshader');
  });
});
