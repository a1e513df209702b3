import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadEnvironment, sampleEnvironment } from '../../../training/render/assets/environment.ts';
import { AssetError, loadFacekit } from '../../../training/render/assets/facekit.ts';
import { openStudio } from '../../../training/render/studio.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fovea-assets-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A Radiance picture of one colour but for one bright texel, as run-length encoded scanlines. */
function writeRadiance(file: string, width: number, height: number): void {
  const bytes: number[] = [
    ...Buffer.from(`#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y ${height} +X ${width}\n`),
  ];
  for (let y = 0; y < height; y++) {
    bytes.push(2, 2, width >> 8, width & 255);
    // 128 * 2^(129 - 136) = 1; the first texel of the first line is 64 times that by its exponent.
    for (let channel = 0; channel < 3; channel++) bytes.push(128 + width - 1, 128, 1, 128);
    bytes.push(1, y === 0 ? 135 : 129, 128 + width - 1, 129);
  }
  writeFileSync(file, Uint8Array.from(bytes));
}

describe('loadEnvironment', () => {
  it('decodes run-length encoded radiance, its mean, and where it is brightest', () => {
    const file = join(folder, 'even.hdr');
    writeRadiance(file, 64, 32);
    const environment = loadEnvironment(file, 'even');
    expect([environment.width, environment.height]).toEqual([64, 32]);
    expect(environment.radiance[0]).toBe(64);
    expect(environment.radiance[3]).toBe(1);
    expect(environment.mean).toBeGreaterThan(0.99);
    expect(environment.mean).toBeLessThan(1.2);
    const colour = new Float32Array(3);
    sampleEnvironment(environment, [0, 0, 1], colour);
    expect([...colour]).toEqual([1, 1, 1]);
    // A constant light of radiance 1 gives irradiance over pi of about 1 from everywhere: the first harmonic times its basis.
    expect(environment.harmonics[0]![0] * 0.282095).toBeCloseTo(environment.mean, 1);
  });

  it('refuses a truncated picture and says in which line it ends', () => {
    const file = join(folder, 'short.hdr');
    writeFileSync(file, '#?RADIANCE\n\n-Y 2 +X 64\n\u0002\u0002\u0000@');
    expect(() => loadEnvironment(file, 'short')).toThrow(/truncated in scanline 0/);
  });

  it('refuses what is no picture', () => {
    const file = join(folder, 'text.hdr');
    writeFileSync(file, 'hello');
    expect(() => loadEnvironment(file, 'text')).toThrow(AssetError);
  });
});

describe('loadFacekit', () => {
  it('says what is missing and which option names it', () => {
    expect(() => openStudio(join(folder, 'nowhere'), 64, 64)).toThrow(/--assets must name the folder/);
  });

  it('refuses a header that claims more than the file holds', () => {
    const file = join(folder, 'claim.safetensors');
    const bytes = Buffer.alloc(16);
    bytes.writeBigUInt64LE(2n ** 31n, 0);
    writeFileSync(file, bytes);
    expect(() => loadFacekit(file)).toThrow(/truncated or not a safetensors file/);
  });

  it('refuses another archive', () => {
    const file = join(folder, 'other.safetensors');
    const header = Buffer.from(
      '{"__metadata__":{},"weights":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
    );
    const bytes = Buffer.alloc(8 + header.length + 4);
    bytes.writeBigUInt64LE(BigInt(header.length), 0);
    header.copy(bytes, 8);
    writeFileSync(file, bytes);
    expect(() => loadFacekit(file)).toThrow(/no F32 tensor 'neutral'/);
  });
});
