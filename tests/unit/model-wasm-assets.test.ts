import { existsSync } from 'node:fs';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { listWasmAssets } from '../../src/model/wasm-assets.ts';

describe('listWasmAssets', () => {
  const assets = listWasmAssets();

  it('copies files that exist', () => {
    const copied = assets.filter((asset) => 'absoluteSrc' in asset);
    expect(copied.map(({ relativeDest }) => relativeDest)).toContain('wasm/tfjs-backend-wasm-simd.wasm');
    for (const { absoluteSrc } of copied) expect(existsSync(absoluteSrc), absoluteSrc).toBe(true);
  });

  it('unwraps the thread worker into a script that a browser can run', () => {
    const worker = assets.find((asset) => 'contents' in asset)!;
    expect(worker.relativeDest).toBe('wasm/tfjs-backend-wasm-threaded-simd.worker.js');
    expect(worker.contents).not.toContain('module.exports');
    expect(() => new Script(worker.contents)).not.toThrow();
  });
});
