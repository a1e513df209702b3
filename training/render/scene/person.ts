/** A person: who stays the same over all measurements. */
import { RANGES, type Facekit } from '../assets/facekit.ts';
import type { HairMesh } from '../assets/hair-mesh.ts';
import { createRandom, type Random } from '../random.ts';
import type { Vec3 } from '../vector.ts';
import { drawEyes, fitEyeball, type EyeAnatomy } from './eye-anatomy.ts';
import { drawHairStyle, growHair, type HairStyle } from './hair.ts';
import { headWeightAt, type Mesh } from './mesh.ts';
import { drawComplexion, paintHead, type Complexion } from './skin.ts';
import type { StrandMesh } from './strand-mesh.ts';

/** How a person moves: the same in every measurement. */
export interface Habits {
  /** Share of a gaze shift that the head turns, horizontally and vertically. */
  readonly headYawShare: number;
  readonly headPitchShare: number;
  /** How much of the anatomical travel the upper lid follows the gaze. */
  readonly lidGain: number;
  /** Weights of shapes that never relax: lid aperture (-: narrow), brows, smile. */
  readonly aperture: number;
  readonly lidAsymmetry: number;
  readonly smile: number;
  readonly restlessness: number;
}

export interface Person {
  readonly name: string;
  readonly complexion: Complexion;
  readonly habits: Habits;
  /** [V * 3] the person's own head at rest, cm. */
  readonly head: Float32Array;
  readonly skin: Mesh;
  readonly lashes: Mesh;
  readonly hairStyle: HairStyle;
  readonly hair: StrandMesh | undefined;
  /** What the head wears. */
  readonly wear: readonly Mesh[];
  /** Right eye, left eye. */
  readonly eyes: readonly [EyeAnatomy, EyeAnatomy];
  /** Midpoint of the eyes at rest, cm in the head's space. */
  readonly betweenEyes: Vec3;
}

/** Triangles of the head that are drawn, as listed once for all people. */
export interface HeadTopology {
  readonly skin: Uint32Array;
  readonly lashes: Uint32Array;
}

/** Splits the head's quads into the triangles of what is drawn; its own irises, teeth and helper shells are not. */
export function buildTopology(facekit: Facekit): HeadTopology {
  const skin: number[] = [];
  const lashes: number[] = [];
  const drawn = new Set(['M_Face', 'M_BackHead', 'M_ScleraLeft', 'M_ScleraRight']);
  for (let q = 0; q < facekit.quadMaterials.length; q++) {
    const material = facekit.materials[facekit.quadMaterials[q]!]!;
    const list = material === 'M_EyeLashes' ? lashes : drawn.has(material) ? skin : undefined;
    const [a, b, c, d] = facekit.quads.subarray(4 * q, 4 * q + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    list?.push(a, b, c, a, c, d);
  }
  return { skin: Uint32Array.from(skin), lashes: Uint32Array.from(lashes) };
}

/** Draws the person with this name: the same name and seed give the same person; `shift`: of the shift set, never trained on. */
export function createPerson(
  facekit: Facekit,
  topology: HeadTopology,
  openness: Float32Array,
  hairMeshes: readonly HairMesh[],
  seed: string,
  name: string,
  _shift = false,
): Person {
  const random = createRandom(`${seed}/${name}`);
  const head = drawHead(facekit, random.fork('identity'));
  const complexion = drawComplexion(random.fork('skin'));
  const hairStyle = drawHairStyle(random.fork('hair style'), hairMeshes, complexion);
  const eyeballs = [fitEyeball(head, RANGES.scleraRight), fitEyeball(head, RANGES.scleraLeft)] as const;
  const eyes = drawEyes(random.fork('eyes'), eyeballs, complexion.melanin);
  recessEyeballs(head);
  const headWeights = Float32Array.from({ length: head.length / 3 }, (_, v) =>
    headWeightAt(head[3 * v + 1]!, head[3 * v + 2]!),
  );
  const albedo = paintHead(facekit.neutral, complexion, hairStyle.cut === 'styled');
  const base = { positions: head, albedo, headWeights, openness };
  const [right, left] = eyes;
  return {
    name,
    complexion,
    habits: drawHabits(random.fork('habits')),
    head,
    skin: {
      ...base,
      triangles: topology.skin,
      twoSided: false,
      opacity: 1,
      gloss: random.uniform(0.02, 0.12),
      castsShadow: true,
    },
    lashes: {
      ...base,
      triangles: topology.lashes,
      twoSided: true,
      opacity: Math.min(0.95, random.uniform(0.4, 0.8) + 0.25 * complexion.liner),
      opacities: lashOpacities(facekit.neutral),
      gloss: 0,
      castsShadow: false,
    },
    hairStyle,
    hair: growHair(hairStyle, { neutral: facekit.neutral, head, skin: topology.skin }, random.fork('hair')),
    wear: [],
    eyes,
    betweenEyes: [
      (right.centre[0] + left.centre[0]) / 2,
      (right.centre[1] + left.centre[1]) / 2,
      (right.centre[2] + left.centre[2]) / 2,
    ],
  };
}

/** Lashes thin out from root to tip, and the lower ones are sparse: [V], zero elsewhere. */
function lashOpacities(neutral: Float32Array): Float32Array {
  const out = new Float32Array(neutral.length / 3);
  const { centre, radius } = fitEyeball(neutral, RANGES.scleraLeft);
  for (let v = RANGES.lashes[0]; v < RANGES.lashes[1]; v++) {
    const x = Math.abs(neutral[3 * v]!) - centre[0];
    const y = neutral[3 * v + 1]! - centre[1];
    const z = neutral[3 * v + 2]! - centre[2];
    const beyond = Math.sqrt(x * x + y * y + z * z) - radius;
    const thin = Math.max(0, 1 - Math.max(0, beyond - 0.1) / 0.75);
    out[v] = (y < -0.25 ? 0.16 : 1) * thin;
  }
  return out;
}

function drawHead(facekit: Facekit, random: Random): Float32Array {
  const head = facekit.neutral.slice();
  for (const component of facekit.identity) {
    const weight = random.clamped(0, 0.85, -2.2, 2.2);
    for (let i = 0; i < head.length; i++) head[i] = head[i]! + weight * component[i]!;
  }
  return head;
}

function drawHabits(random: Random): Habits {
  return {
    headYawShare: random.uniform(0.2, 0.6),
    headPitchShare: random.uniform(0.15, 0.5),
    lidGain: random.uniform(0.75, 1.05),
    aperture: random.normal(0.08, 0.11),
    lidAsymmetry: random.normal(0, 0.04),
    smile: random.chance(0.3) ? random.uniform(0.05, 0.5) : 0,
    restlessness: random.uniform(0.5, 1.6),
  };
}

/** Moves the head's own eyeballs back, so that they only fill the corners behind the analytic eye. */
function recessEyeballs(head: Float32Array): void {
  for (const [from, to] of [RANGES.scleraLeft, RANGES.scleraRight])
    for (let v = from; v < to; v++) head[3 * v + 2] = head[3 * v + 2]! - 0.22;
}
