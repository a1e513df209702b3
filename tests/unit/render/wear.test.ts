import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadFacekit, RANGES } from '../../../training/render/assets/facekit.ts';
import { loadHairMesh, type HairMesh } from '../../../training/render/assets/hair-mesh.ts';
import { createRandom } from '../../../training/render/random.ts';
import { drawGlasses } from '../../../training/render/scene/glasses-design.ts';
import { fitHairMesh } from '../../../training/render/scene/hair-fit.ts';
import { PROPPERS } from '../../../training/render/scene/hand.ts';
import { chooseCover, chooseEars } from '../../../training/render/scene/outfit.ts';
import { drawComplexion } from '../../../training/render/scene/skin.ts';
import { SKULL_CENTRE } from '../../../training/render/scene/strand-mesh.ts';
import { createTorso } from '../../../training/render/scene/torso.ts';

const PEOPLE = 400;

/** Share of 400 people of whom something holds. */
const share = (holds: (person: number) => boolean): number =>
  Array.from({ length: PEOPLE }, (_, person) => holds(person)).filter(Boolean).length / PEOPLE;

const person = (kind: string, i: number) => createRandom(`1/p${i}/${kind}`);

describe('what 400 people wear', () => {
  const cover = (i: number) => chooseCover(0, person('wardrobe', i), person('today', i));
  const ears = (i: number) => chooseEars(person('wardrobe', i), person('today', i));

  it.each([
    ['caps', 0.05, (i: number) => cover(i) === 'cap'],
    ['beanies', 0.025, (i: number) => cover(i) === 'beanie'],
    ['headsets', 0.1, (i: number) => ears(i) === 'headset'],
    ['earbuds', 0.08, (i: number) => ears(i) === 'earbuds'],
    ['chins in a hand', 0.3, (i: number) => person('hand', i).chance(PROPPERS)],
  ])('%s as often as wanted', (_name, wanted, holds) => {
    // Three standard deviations of a share of 400.
    const margin = 3 * Math.sqrt((wanted * (1 - wanted)) / PEOPLE);
    expect(Math.abs(share(holds) - wanted)).toBeLessThan(margin);
  });

  it('no headscarf goes over a beard', () => {
    const scarves = (beard: number): number =>
      share((i) => chooseCover(beard, person('wardrobe', i), person('today', i)) === 'scarf');
    expect(scarves(0)).toBeGreaterThan(0.02);
    expect(scarves(0.5)).toBe(0);
  });

  it('frames are mostly dark, some brown or of bare metal, few pale; few lenses are dark', () => {
    const frames = Array.from({ length: PEOPLE }, (_, i) => drawGlasses(person('glasses', i)));
    const of = (holds: (frame: (typeof frames)[number]) => boolean): number =>
      frames.filter(holds).length / PEOPLE;
    const dark = of((f) => !f.spots && Math.max(...f.colour) < 0.04);
    expect(dark).toBeGreaterThan(0.37);
    expect(dark).toBeLessThan(0.58);
    const metal = of((f) => f.material === 'metal' && Math.max(...f.colour) > 0.04);
    expect(metal).toBeGreaterThan(0.17);
    expect(metal).toBeLessThan(0.33);
    expect(of((f) => f.spots !== undefined)).toBeGreaterThan(0.05);
    expect(of((f) => Math.min(...f.colour) > 0.15)).toBeLessThan(0.05);
    expect(of((f) => f.transmission[0] < 0.55)).toBeLessThan(0.035);
    expect(of((f) => f.reflectance[1] > 0.02)).toBeLessThan(0.25);
  });

  it('about one in six is noticeably grey, and fair hair on dark skin is rare', () => {
    const people = Array.from({ length: PEOPLE }, (_, i) => drawComplexion(person('complexion', i)));
    const grey = people.filter((c) => c.grey > 0.3).length / PEOPLE;
    expect(grey).toBeGreaterThan(0.09);
    expect(grey).toBeLessThan(0.22);
    const fair = people.filter((c) => c.melanin > 0.5 && c.grey === 0 && c.hairColour[0] > 0.1);
    expect(fair.length / PEOPLE).toBeLessThan(0.02);
  });
});

/** A head like an egg, with as many vertices as the real one. */
function eggHead(): Float32Array {
  const count = RANGES.headAndNeck[1];
  const head = new Float32Array(count * 3);
  for (let v = 0; v < count; v++) {
    const height = 1 - (2 * (v + 0.5)) / count;
    const ring = Math.sqrt(1 - height * height);
    const angle = v * 2.39996;
    head.set(
      [7.6 * ring * Math.sin(angle), SKULL_CENTRE[1] + 9.5 * height, 9.4 * ring * Math.cos(angle)],
      3 * v,
    );
  }
  return head;
}

/** A curtain of hair that falls from the crown over all sides, 60 cm long. */
function curtain(): HairMesh {
  const columns = 40;
  const rows = 50;
  const positions: number[] = [];
  const triangles: number[] = [];
  for (let row = 0; row <= rows; row++)
    for (let column = 0; column <= columns; column++) {
      const angle = (column / columns) * 2 * Math.PI;
      const polar = Math.min(Math.PI / 2, (row / rows) * 6);
      const below = Math.max(0, (row / rows) * 6 - Math.PI / 2) * 10;
      positions.push(
        10 * Math.sin(polar) * Math.sin(angle),
        10 * Math.cos(polar) - below,
        10 * Math.sin(polar) * Math.cos(angle),
      );
      if (row === rows || column === columns) continue;
      const a = row * (columns + 1) + column;
      triangles.push(a, a + columns + 1, a + 1, a + 1, a + columns + 1, a + columns + 2);
    }
  const count = positions.length / 3;
  return {
    name: 'curtain',
    positions: Float32Array.from(positions),
    strandCm: new Float32Array(count * 2),
    triangles: Uint32Array.from(triangles),
    locks: new Uint16Array(count),
    insideCm: new Float32Array(count).fill(2),
    cards: false,
  };
}

/** Fits a style and says how far it reaches over the head's top, to the sides and back, and in front of the face, cm. */
function reachOf(mesh: HairMesh, head: Float32Array, seed: string) {
  const random = createRandom(seed);
  const look = { colour: [0.05, 0.03, 0.02], grey: 0, fringe: random.uniform(4.6, 8), roots: 0 } as const;
  const { positions } = fitHairMesh(mesh, head, look, random);
  const reach = { over: -Infinity, beside: 0, behind: 0, lowest: Infinity };
  let top = -Infinity;
  for (let v = 0; v < RANGES.headAndNeck[1]; v++) top = Math.max(top, head[3 * v + 1]!);
  for (let i = 0; i < positions.length; i += 3) {
    expect(Number.isFinite(positions[i]! + positions[i + 1]! + positions[i + 2]!)).toBe(true);
    reach.over = Math.max(reach.over, positions[i + 1]! - top);
    reach.beside = Math.max(reach.beside, Math.abs(positions[i]!));
    reach.behind = Math.max(reach.behind, Math.abs(positions[i + 2]!));
    reach.lowest = Math.min(reach.lowest, positions[i + 1]!);
  }
  return reach;
}

function expectOnHead(reach: ReturnType<typeof reachOf>): void {
  expect(reach.over).toBeLessThan(6);
  expect(reach.beside).toBeLessThan(20);
  expect(reach.behind).toBeLessThan(24);
  expect(reach.lowest).toBeGreaterThan(-75);
}

describe('hair on a head', () => {
  it('stays within a hull about head and shoulders, time and again the same', () => {
    const [head, mesh] = [eggHead(), curtain()];
    // Often enough that the engine has compiled the fit in between.
    for (let round = 0; round < 40; round++) {
      const reach = reachOf(mesh, head, `person ${round % 4}`);
      expectOnHead(reach);
      expect(reach).toEqual(reachOf(mesh, head, `person ${round % 4}`));
    }
  });

  it.runIf(process.env['FOVEA_ASSETS'])('so does every style of the assets on several people', () => {
    const assets = process.env['FOVEA_ASSETS']!;
    const { neutral, identity } = loadFacekit(join(assets, 'facekit', 'ict_facekit.safetensors'));
    const heads = [0, 1, 2, 3, 4, 5].map((number) => {
      const random = createRandom(`head ${number}`);
      const head = neutral.slice();
      for (const component of identity) {
        const weight = random.clamped(0, 0.85, -2.2, 2.2);
        for (let i = 0; i < head.length; i++) head[i] = head[i]! + weight * component[i]!;
      }
      return head;
    });
    const files = readdirSync(join(assets, 'hair')).filter((file) => file.endsWith('.obj'));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const mesh = loadHairMesh(join(assets, 'hair', file), file);
      for (const [number, head] of heads.entries()) expectOnHead(reachOf(mesh, head, `${file} ${number}`));
    }
  });
});

describe('a torso', () => {
  it('has shoulders broader than the chest below the armpits, and two separate arms', () => {
    for (let i = 0; i < 20; i++) {
      const { positions } = createTorso(person('torso', i));
      const widest = (from: number, to: number): number => {
        let most = 0;
        for (let v = 0; v < positions.length; v += 3)
          if (positions[v + 1]! < from && positions[v + 1]! > to)
            most = Math.max(most, Math.abs(positions[v]!));
        return most;
      };
      // Half of the distance over both deltoids is 20 to 27 cm.
      expect(widest(-18, -26)).toBeGreaterThan(17.5);
      expect(widest(-18, -26)).toBeLessThan(28);
      expect(widest(-11, -12)).toBeLessThan(15);
      expect(widest(-36, -44)).toBeGreaterThan(widest(-70, -81) + 3);
    }
  });
});
