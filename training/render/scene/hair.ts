/** A person's hair: which style, how long, how grey, and grown on this head. */
import type { HairMesh } from '../assets/hair-mesh.ts';
import type { HairKind } from '../raster/strand-texture.ts';
import type { Random } from '../random.ts';
import type { Vec3 } from '../vector.ts';
import { fitHairMesh, type HairLook } from './hair-fit.ts';
import { growShells, type ShellStyle } from './hair-shell.ts';
import { GREY_HAIR, type Complexion } from './skin.ts';
import { growStrays } from './stray-hair.ts';
import { createStrandMesh, joinParts, type Salt, type StrandMesh, type StrandParts } from './strand-mesh.ts';

/** Hair that is worn long or has been cut short, or none. */
export type HairStyle =
  | { readonly cut: 'none' }
  | { readonly cut: 'short'; readonly kind: HairKind; readonly shells: ShellStyle; readonly look: HairLook }
  | { readonly cut: 'styled'; readonly kind: HairKind; readonly mesh: HairMesh; readonly look: HairLook };

/** Draws a style; darker people have curls more often. */
export function drawHairStyle(
  random: Random,
  meshes: readonly HairMesh[],
  complexion: Complexion,
): HairStyle {
  const look: HairLook = {
    colour: complexion.hairColour,
    grey: complexion.grey,
    // One in five has a fringe below the brows.
    fringe: random.chance(0.2) ? random.uniform(4.55, 5.3) : random.uniform(5.7, 8),
    roots: random.chance(0.12) ? random.uniform(0.4, 1) : 0,
  };
  const curls = random.chance(0.1 + 0.55 * complexion.melanin ** 2);
  const kind: HairKind = curls ? 'curly' : random.chance(0.4) ? 'wavy' : 'straight';
  if (random.chance(0.05)) return { cut: 'none' };
  const receding = random.chance(0.3) ? random.uniform(0.2, 1) : 0;
  const crown = receding > 0.5 && random.chance(0.5) ? random.uniform(0.4, 1) : 0;
  const base = { receding, crown };
  if (random.chance(0.45)) {
    const form = random.uniform(0, 1);
    if (form < 0.35) {
      const topCm = random.uniform(0.12, 0.4);
      return {
        cut: 'short',
        kind,
        look,
        shells: { ...base, layers: 3, topCm, sideCm: topCm * 0.7, tufts: 0.1 },
      };
    }
    if (form < 0.8 || !curls) {
      const topCm = random.uniform(0.7, 1.9);
      const sideCm = topCm * random.uniform(0.25, 0.7);
      return { cut: 'short', kind, look, shells: { ...base, layers: 6, topCm, sideCm, tufts: 0.45 } };
    }
    const topCm = random.uniform(2, 5.5);
    const sideCm = topCm * random.uniform(0.6, 0.95);
    return {
      cut: 'short',
      kind,
      look,
      shells: { ...base, layers: 8, topCm, sideCm, tufts: 0.25, receding: 0, crown: 0 },
    };
  }
  // Who has no curls has no afro; who has them has one often.
  const afros = meshes.filter(isCurly);
  const others = meshes.filter((one) => !isCurly(one));
  const mesh = random.pick(
    afros.length > 0 && curls && random.chance(0.6) ? afros : others.length > 0 ? others : meshes,
  );
  return {
    cut: 'styled',
    kind: isCurly(mesh) ? 'curly' : kind === 'curly' ? 'wavy' : kind,
    mesh,
    look,
  };
}

const isCurly = (mesh: HairMesh): boolean => mesh.cards || mesh.name.startsWith('afro');

/** Where hair grows: what the renderer needs to know of the head. */
export interface HeadShape {
  /** [V * 3] the mean head and the person's. */
  readonly neutral: Float32Array;
  readonly head: Float32Array;
  /** [T * 3] triangles of the skin. */
  readonly skin: Uint32Array;
}

/** Grows a style on a head. */
export function growHair(style: HairStyle, shape: HeadShape, random: Random): StrandMesh | undefined {
  if (style.cut === 'none') return undefined;
  const { look, kind } = style;
  const parts: StrandParts[] = [];
  let sheen = random.uniform(0.5, 1.3);
  if (style.cut === 'short') {
    parts.push(growShells(shape.neutral, shape.head, shape.skin, style.shells, look, random.fork('shells')));
    sheen *= kind === 'curly' ? 0.35 : 0.6;
    if (style.shells.topCm > 0.6)
      parts.push(growStrays(parts[0]!, 50, 0.5 * style.shells.topCm, random.fork('strays')));
  } else {
    // Under the style's sheets the scalp is covered as well: no skin shows through its partings.
    const under: ShellStyle = { layers: 2, topCm: 0.3, sideCm: 0.2, receding: 0, crown: 0, tufts: 0 };
    parts.push(fitHairMesh(style.mesh, shape.head, look, random.fork('fit')));
    parts.push(growShells(shape.neutral, shape.head, shape.skin, under, look, random.fork('under')));
    parts.push(growStrays(parts[0]!, 90, random.uniform(1, 2.4), random.fork('strays')));
    if (kind === 'curly') sheen *= 0.35;
  }
  return createStrandMesh(joinParts(parts), kind, tintOf(look.colour), sheen, saltOf(look));
}

/** Brightness of grey and of coloured strands against their mean. */
function saltOf({ colour, grey }: HairLook): Salt | undefined {
  if (grey < 0.02) return undefined;
  const bright = GREY_HAIR[1] / colour[1];
  return { grey, bright, dark: Math.max(0.05, (1 - grey * bright) / Math.max(0.02, 1 - grey)) };
}

/** Light that has gone through a strand twice has its colour, whatever its strength. */
function tintOf(colour: Vec3): Vec3 {
  const largest = Math.max(...colour);
  return colour.map((c) => Math.sqrt(c / largest) * Math.min(1, 0.25 + 3 * largest)) as unknown as Vec3;
}
