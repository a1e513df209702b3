/** Draws a posed person into a supersampled target: opaque meshes, eyes, lashes, then what is blended over them. */
import { RANGES, type Facekit } from '../assets/facekit.ts';
import { computeNormals, type Mesh } from '../scene/mesh.ts';
import { layLids } from '../scene/lids.ts';
import type { Pose } from '../scene/performance.ts';
import type { Person } from '../scene/person.ts';
import { poseEyes } from '../scene/pose-eyes.ts';
import { foldSkin } from '../scene/skin-folds.ts';
import { screenPointToCamera, type Sitting } from '../scene/sitting.ts';
import { isStrandMesh } from '../scene/strand-mesh.ts';
import { add, subtract } from '../vector.ts';
import { applyExpression, place, project, type Ranges } from './deform.ts';
import { paintEye } from './eye-painter.ts';
import type { PosedEye } from './eye-surface.ts';
import { paintLenses, type ScreenQuad } from './glasses-painter.ts';
import { paintHair } from './hair-painter.ts';
import { poseGlasses, type PosedGlasses } from './lens.ts';
import { paintLashes } from './lash-painter.ts';
import { createLighting, shadeVertices, type Lighting } from './lighting.ts';
import { clearTarget, createTarget, drawTriangles, isBlended, type Target } from './rasterizer.ts';
import { aimShadowMap, createShadowMap, drawShadow } from './shadow-map.ts';
import { beginStages, endStage } from './stopwatch.ts';

/** Samples per pixel and axis: pictures with sides of a multiple of 8 have a whole, even number of them. */
export const SUPERSAMPLING = 1.75;

/** A drawn frame: its samples and where the head's vertices came to lie. */
export interface Drawing {
  readonly target: Target;
  /** [V * 3] the head's vertices, cm, camera axes. */
  readonly headCamera: Float32Array;
  readonly eyes: readonly [PosedEye, PosedEye];
  /** Where the glasses stand, for `throughLens`. */
  readonly glasses?: PosedGlasses | undefined;
  /** Focal length in pixels of the final picture. */
  readonly focalPx: number;
}

export interface Renderer {
  /** Draws a person, with `hand` at the chin; `over` what was drawn last, for a second person in the same light before the first. */
  draw(
    person: Person,
    sitting: Sitting,
    pose: Pose,
    options?: { readonly over?: boolean; readonly hand?: boolean },
  ): Drawing;
}

const SKIN_RANGES = [[0, RANGES.eyeSockets[1]], RANGES.scleraLeft, RANGES.scleraRight] as const;

const MOUTH_RANGES = [[RANGES.gumsAndTongue[0], RANGES.teeth[1]]] as const;

/** Of the right eye, of the left. */
const BLINKS = ['eyeBlink_R', 'eyeBlink_L'] as const;

/** Shapes that part the lips. */
const PARTING = ['jawOpen', 'mouthLowerDown', 'mouthUpperUp', 'mouthSmile', 'mouthFunnel', 'mouthStretch'];

/** Closed lips hide teeth and tongue, which then need no drawing. */
function mouthIsOpen(pose: Pose): boolean {
  let parting = 0;
  for (const [shape, weight] of pose.expression)
    if (PARTING.some((name) => shape.startsWith(name))) parting += weight;
  return parting > 0.04;
}

/** A mesh in a frame. */
interface Layer {
  /** Names the mesh's stages. */
  readonly name: string;
  readonly mesh: Mesh;
  /** Vertices of `positions` that the mesh uses. */
  readonly ranges: Ranges;
  readonly positions: Float32Array;
}

/** Creates a renderer for pictures of one size; its buffers are used again for each frame. */
export function createRenderer(facekit: Facekit, widthPx: number, heightPx: number): Renderer {
  const target = createTarget(widthPx * SUPERSAMPLING, heightPx * SUPERSAMPLING);
  const shadows = createShadowMap(192);
  const moved = new Float32Array(facekit.neutral.length);
  const scratch = new Scratch();
  let lit: { light: Sitting['light']; lighting: Lighting } | undefined;

  return {
    draw(person, sitting, pose, { over = false, hand = false } = {}) {
      beginStages();
      const focalPx = heightPx / 2 / Math.tan((sitting.camera.verticalFovDeg * Math.PI) / 360);
      // Wider than the picture where the lens' distortion will draw the corners in.
      const focal = (focalPx * SUPERSAMPLING) / sitting.camera.overscan;
      if (!lit || lit.light !== sitting.light)
        lit = {
          light: sitting.light,
          lighting: createLighting(
            sitting.light,
            [0, 0, sitting.distanceCm],
            screenPointToCamera(sitting, 0.5, 0.5),
          ),
        };
      const { lighting } = lit;
      if (!over) clearTarget(target);
      endStage('clear');
      applyExpression(facekit, person.head, pose.expression, moved);
      for (const i of [0, 1] as const)
        layLids(
          moved,
          person.lidContacts[i],
          person.eyes[i],
          pose.opticalAxes[i],
          pose.expression.get(BLINKS[i]) ?? 0,
        );
      foldSkin(person.folds, pose.expression);
      endStage('expression');

      const layers: Layer[] = [
        { name: 'skin', mesh: person.skin, ranges: SKIN_RANGES, positions: moved },
        ...(mouthIsOpen(pose)
          ? [{ name: 'mouth', mesh: person.mouth, ranges: MOUTH_RANGES, positions: moved }]
          : []),
        wholeMesh('torso', sitting.torso),
        ...(person.hair ? [wholeMesh('hair', person.hair)] : []),
        ...(hand && person.hand ? [wholeMesh('wear', person.hand)] : []),
        ...person.wear.map((mesh) => wholeMesh('wear', mesh)),
        ...sitting.wear.map((mesh) => wholeMesh('wear', mesh)),
      ];
      aimShadowMap(shadows, sitting.light.keyDirection, add(pose.pivotCamera, [0, 4, 0]), 26);
      const placed = layers.map((layer, slot) => {
        const { name, mesh, ranges, positions } = layer;
        const buffers = scratch.take(slot, positions.length);
        place(positions, mesh.headWeights, pose, ranges, buffers.camera);
        computeNormals(buffers.camera, mesh.triangles, ranges, buffers.normals);
        endStage(`${name}: place`);
        if (mesh.castsShadow && sitting.light.keyStrength > 0.01)
          drawShadow(shadows, buffers.camera, ranges, mesh.triangles, buffers.projected);
        endStage(`${name}: shadow`);
        return { layer, buffers };
      });
      const [skin, ...others] = placed as [Placed, ...Placed[]];

      const draw = ({ layer, buffers }: Placed): void => {
        const { name, mesh, ranges } = layer;
        if (isStrandMesh(mesh)) {
          paintHair(
            target,
            mesh,
            buffers.camera,
            buffers.normals,
            pose,
            lighting,
            shadows,
            pose.screenLevel,
            focal,
          );
          endStage(`${name}: draw`);
          return;
        }
        const highlights = mesh.texture || mesh.parts ? buffers.highlights : undefined;
        const surface = { ...mesh, positions: buffers.camera, normals: buffers.normals };
        shadeVertices(surface, lighting, shadows, pose.screenLevel, ranges, buffers.colours, highlights);
        endStage(`${name}: shade`);
        project(buffers.camera, ranges, focal, target.width, target.height, buffers.projected);
        const vertices = {
          points: buffers.projected,
          colours: buffers.colours,
          ...(highlights && { highlights }),
        };
        for (const { triangles, texture } of mesh.parts ?? [mesh])
          drawTriangles(target, vertices, triangles, { ...mesh, texture });
        endStage(`${name}: draw`);
      };
      draw(skin);
      for (const other of others) if (!isBlended(other.layer.mesh)) draw(other);
      const eyes = poseEyes(person, sitting, pose, skin.buffers.camera);
      for (const eye of eyes) paintEye(target, eye, lighting, shadows, pose.screenLevel, focal);
      endStage('eyes');
      // Lashes are blended over the eyes; hair, lenses and things held before the face over both.
      paintLashes(target, person.lashes, eyes, skin.buffers.camera, lighting, pose.screenLevel, focal);
      endStage('lashes');
      const glasses = person.glasses && poseGlasses(person.glasses, pose);
      for (const other of others) {
        if (!isBlended(other.layer.mesh)) continue;
        // Lenses come before their rims and after whatever is seen through them.
        if (glasses && other.layer.mesh === glasses.glasses.front) {
          paintLenses(target, glasses, lighting, screenQuad(sitting), pose.screenLevel, focal);
          endStage('lenses');
        }
        draw(other);
      }
      return { target, headCamera: skin.buffers.camera, eyes, glasses, focalPx };
    },
  };
}

function screenQuad(sitting: Sitting): ScreenQuad {
  const corner = screenPointToCamera(sitting, 0, 0);
  return {
    corner,
    right: subtract(screenPointToCamera(sitting, 1, 0), corner),
    down: subtract(screenPointToCamera(sitting, 0, 1), corner),
  };
}

const wholeMesh = (name: string, mesh: Mesh): Layer => ({
  name,
  mesh,
  ranges: [[0, mesh.positions.length / 3]],
  positions: mesh.positions,
});

interface Placed {
  readonly layer: Layer;
  readonly buffers: Buffers;
}

/** All [V * 3]. */
interface Buffers {
  readonly camera: Float32Array;
  readonly normals: Float32Array;
  readonly projected: Float32Array;
  readonly colours: Float32Array;
  readonly highlights: Float32Array;
}

/** Vertex buffers by mesh slot, made anew when the slot's mesh has another size. */
class Scratch {
  private readonly slots: Buffers[] = [];

  take(slot: number, length: number): Buffers {
    let buffers = this.slots[slot];
    if (!buffers || buffers.camera.length !== length) {
      const make = (): Float32Array => new Float32Array(length);
      buffers = { camera: make(), normals: make(), projected: make(), colours: make(), highlights: make() };
      this.slots[slot] = buffers;
    }
    return buffers;
  }
}
