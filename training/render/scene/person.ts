/** A person: who stays the same over all measurements. */
import { RANGES, type Facekit } from '../assets/facekit.ts';
import type { HairMesh } from '../assets/hair-mesh.ts';
import { createRandom, type Random } from '../random.ts';
import type { Vec3 } from '../vector.ts';
import { drawEyes, fitEyeball, type EyeAnatomy } from './eye-anatomy.ts';
import type { Glasses } from './glasses.ts';
import { drawHabits, type Habits } from './habits.ts';
import { drawHairStyle, growHair, type HairStyle } from './hair.ts';
import { growLashes, type Lashes } from './lashes.ts';
import { drawLidShape, seatLids, shapeLids } from './lid-shape.ts';
import { findLidContact, type LidContact } from './lids.ts';
import { headWeightAt, type Mesh } from './mesh.ts';
import { drawComplexion, paintHead, type Complexion } from './skin.ts';
import type { StrandMesh } from './strand-mesh.ts';

export interface Person {
  readonly name: string;
  readonly complexion: Complexion;
  readonly habits: Habits;
  /** [V * 3] the person's own head at rest, cm. */
  readonly head: Float32Array;
  readonly skin: Mesh;
  readonly lashes: Lashes;
  /** Of the right eye, of the left. */
  readonly lidContacts: readonly [LidContact, LidContact];
  readonly hairStyle: HairStyle;
  readonly hair: StrandMesh | undefined;
  readonly glasses?: Glasses;
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
}

/** Splits the head's quads into the triangles of what is drawn; its own irises, teeth and helper shells are not. */
export function buildTopology(facekit: Facekit): HeadTopology {
  const skin: number[] = [];
  const drawn = new Set(['M_Face', 'M_BackHead', 'M_ScleraLeft', 'M_ScleraRight']);
  for (let q = 0; q < facekit.quadMaterials.length; q++) {
    const material = facekit.materials[facekit.quadMaterials[q]!]!;
    if (!drawn.has(material)) continue;
    const [a, b, c, d] = facekit.quads.subarray(4 * q, 4 * q + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    skin.push(a, b, c, a, c, d);
  }
  return { skin: Uint32Array.from(skin) };
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
    lashes: growLashes(random.fork('lashes'), complexion.hairColour, complexion.liner),
    lidContacts: [findLidContact(head, RANGES.face[1], right), findLidContact(head, RANGES.face[1], left)],
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
