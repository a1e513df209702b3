/** A person: who stays the same over all measurements. */
import { RANGES, type Facekit } from '../assets/facekit.ts';
import type { HairMesh } from '../assets/hair-mesh.ts';
import { createRandom, smoothBetween, type Random } from '../random.ts';
import type { Vec3 } from '../vector.ts';
import { drawEyes, fitEyeball, type EyeAnatomy } from './eye-anatomy.ts';
import type { Glasses } from './glasses.ts';
import { drawHabits, type Habits } from './habits.ts';
import { drawHairStyle, growHair, type HairStyle } from './hair.ts';
import { growLashes, type Lashes } from './lashes.ts';
import { drawLidShape, seatLids, shapeLids } from './lid-shape.ts';
import { fitClosing } from './lid-closing.ts';
import { findLidContact, type LidContact } from './lids.ts';
import { headWeightAt, type Mesh } from './mesh.ts';
import { drawComplexion, paintHead, type Complexion } from './skin.ts';
import type { SkinFolds } from './skin-folds.ts';
import { bakeSkin, openSkinStudio, type SkinStudio } from './skin-texture.ts';
import type { StrandMesh } from './strand-mesh.ts';

export interface Person {
  readonly name: string;
  readonly complexion: Complexion;
  readonly habits: Habits;
  /** [V * 3] the person's own head at rest, cm. */
  readonly head: Float32Array;
  readonly skin: Mesh;
  /** Furrows in the skin's texture that follow the expression. */
  readonly folds: SkinFolds;
  /** Gums, tongue and teeth. */
  readonly mouth: Mesh;
  readonly lashes: Lashes;
  /** Of the right eye, of the left. */
  readonly lidContacts: readonly [LidContact, LidContact];
  readonly hairStyle: HairStyle;
  readonly hair: StrandMesh | undefined;
  readonly glasses?: Glasses;
  /** The hand that now and then holds the chin, of those who do that. */
  readonly hand?: Mesh;
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
  /** Those of them that have no texture. */
  readonly plain: Uint32Array;
  readonly mouth: Uint32Array;
  readonly textures: SkinStudio;
}

/**
 * Splits the head's quads into the triangles of what is drawn; its own irises and helper shells are not.
 * @param texturePx side of the face's texture
 */
export function buildTopology(facekit: Facekit, texturePx: number): HeadTopology {
  const textures = openSkinStudio(facekit, texturePx);
  const plain = trianglesOf(facekit, ['M_ScleraLeft', 'M_ScleraRight']);
  return {
    skin: Uint32Array.from([...textures.face.chart.triangles, ...textures.back.chart.triangles, ...plain]),
    plain,
    mouth: trianglesOf(facekit, ['M_GumsTongue', 'M_Teeth']),
    textures,
  };
}

function trianglesOf(facekit: Facekit, materials: readonly string[]): Uint32Array {
  const triangles: number[] = [];
  for (let q = 0; q < facekit.quadMaterials.length; q++) {
    if (!materials.includes(facekit.materials[facekit.quadMaterials[q]!]!)) continue;
    for (const k of [0, 1, 2, 0, 2, 3]) triangles.push(facekit.quads[4 * q + k]!);
  }
  return Uint32Array.from(triangles);
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
  shapeLids(head, facekit.neutral, drawLidShape(random.fork('lids')));
  const complexion = drawComplexion(random.fork('skin'));
  const hairStyle = drawHairStyle(random.fork('hair style'), hairMeshes, complexion);
  const eyeballs = [fitEyeball(head, RANGES.scleraRight), fitEyeball(head, RANGES.scleraLeft)] as const;
  const eyes = drawEyes(random.fork('eyes'), eyeballs, complexion.melanin);
  seatLids(head, facekit.neutral, RANGES.face[1], eyes, eyeballs);
  recessEyeballs(head);
  const headWeights = Float32Array.from({ length: head.length / 3 }, (_, v) =>
    headWeightAt(head[3 * v + 1]!, head[3 * v + 2]!),
  );
  const albedo = paintHead(facekit.neutral, complexion);
  const { face, back } = topology.textures;
  const skin = bakeSkin(topology.textures, complexion, hairStyle.cut !== 'none', random.fork('skin texture'));
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
      parts: [
        { triangles: face.chart.triangles, texture: { ...face.chart, map: skin.face } },
        { triangles: back.chart.triangles, texture: { ...back.chart, map: skin.back } },
        { triangles: topology.plain },
      ],
      twoSided: false,
      opacity: 1,
      gloss: 0.085,
      castsShadow: true,
    },
    folds: skin.folds,
    mouth: {
      ...base,
      openness: mouthOpenness(facekit.neutral),
      triangles: topology.mouth,
      twoSided: false,
      opacity: 1,
      gloss: 0.06,
      castsShadow: false,
    },
    lashes: growLashes(random.fork('lashes'), complexion.hairColour, complexion.liner),
    lidContacts: [
      fitClosing(facekit, head, findLidContact(head, RANGES.face[1], right), right, 0),
      fitClosing(facekit, head, findLidContact(head, RANGES.face[1], left), left, 1),
    ],
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

/** Light hardly reaches the back of the mouth: [V]. */
function mouthOpenness(neutral: Float32Array): Float32Array {
  return Float32Array.from(
    { length: neutral.length / 3 },
    (_, v) => 0.06 + 0.6 * smoothBetween(7, 10.6, neutral[3 * v + 2]!),
  );
}

function drawHead(facekit: Facekit, random: Random): Float32Array {
  const head = facekit.neutral.slice();
  for (const component of facekit.identity) {
    const weight = random.clamped(0, 0.85, -2.2, 2.2);
    for (let i = 0; i < head.length; i++) head[i] = head[i]! + weight * component[i]!;
  }
  return head;
}

/** Moves the head's own eyeballs back, so that they only fill the corners behind the analytic eye. */
function recessEyeballs(head: Float32Array): void {
  for (const [from, to] of [RANGES.scleraLeft, RANGES.scleraRight])
    for (let v = from; v < to; v++) head[3 * v + 2] = head[3 * v + 2]! - 0.22;
}
