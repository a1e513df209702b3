import { describe, expect, it } from 'vitest';
import { createTexture } from '../../../training/render/raster/texture.ts';
import { findFolds, foldSkin } from '../../../training/render/scene/skin-folds.ts';

const SIZE = 32;
const ROW = 10;

function fold() {
  const texels = new Uint8Array(SIZE * SIZE * 4).fill(180);
  const texture = createTexture(SIZE, SIZE, texels);
  const raised = new Float32Array(SIZE * SIZE);
  raised.fill(-0.36, ROW * SIZE, (ROW + 1) * SIZE);
  const smiling = new Float32Array(SIZE * SIZE);
  smiling[0] = -0.36;
  return { texture, folds: findFolds(texture, raised, smiling) };
}

const RAISED = new Map([
  ['browOuterUp_L', 1],
  ['browOuterUp_R', 1],
]);
const at = (texels: Uint8Array, x: number, y: number): number => texels[4 * (y * SIZE + x)]!;

describe('foldSkin', () => {
  it('darkens the furrows of raised brows, by their share, and nothing else', () => {
    const { texture, folds } = fold();
    foldSkin(folds, RAISED);
    const { texels } = texture.levels[0]!;
    // Textures hold square roots of the reflectance.
    expect(at(texels, 5, ROW)).toBe(Math.round(180 * Math.sqrt(1 - 0.36)));
    expect(at(texels, 5, ROW + 1)).toBe(180);
    expect(at(texels, 0, 0)).toBe(180);
  });

  it('darkens smaller copies by the mean of their texels', () => {
    const { texture, folds } = fold();
    foldSkin(folds, RAISED);
    const { texels, width } = texture.levels[1]!;
    expect(texels[4 * (ROW / 2) * width]).toBe(Math.round(180 * Math.sqrt(1 - 0.18)));
  });

  it('is smooth again when the face rests', () => {
    const { texture, folds } = fold();
    const before = texture.levels.map(({ texels }) => texels.slice());
    foldSkin(folds, RAISED);
    foldSkin(folds, new Map([['mouthSmile_L', 0.5]]));
    foldSkin(folds, new Map());
    texture.levels.forEach(({ texels }, level) => expect(texels).toEqual(before[level]));
  });
});
