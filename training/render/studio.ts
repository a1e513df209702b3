/** Everything that is loaded once to render many people: the head, hair, environments, and the buffers. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvironment, type Environment } from './assets/environment.ts';
import { AssetError, loadFacekit, type Facekit } from './assets/facekit.ts';
import { loadHairMesh, type HairMesh } from './assets/hair-mesh.ts';
import { measureOpenness } from './raster/openness.ts';
import { createRenderer, SUPERSAMPLING, type Drawing, type Renderer } from './raster/renderer.ts';
import { beginStages, endStage } from './raster/stopwatch.ts';
import { createRandom, type Random } from './random.ts';
import { dress } from './scene/outfit.ts';
import { seatGuest, type Sitter } from './scene/guest.ts';
import { createPropping } from './scene/hand.ts';
import type { Illumination } from './scene/light.ts';
import { changeLight } from './scene/light-change.ts';
import { createPerformance, type Cue, type Pose } from './scene/performance.ts';
import { buildTopology, createPerson, type HeadTopology, type Person } from './scene/person.ts';
import { createSitting, type Sitting } from './scene/sitting.ts';
import { createVisitor, type Visitor } from './scene/visitor.ts';
import { renderBackground } from './sensor/background.ts';
import { findFace } from './sensor/metering.ts';
import { createSensor, type Sensor } from './sensor/sensor.ts';

/** A frame as the camera delivers it. */
export interface Frame {
  /** [height * width * 3] sRGB bytes. */
  readonly rgb: Uint8Array;
  /** Who was asked to look, and how they sit: the guest once there is one, and in the light of this frame. */
  readonly person: Person;
  readonly sitting: Sitting;
  readonly pose: Pose;
  readonly drawing: Drawing;
}

/** One person in one sitting, in front of the camera. */
export interface Shoot {
  readonly person: Person;
  /** Who may take the person's seat. */
  readonly guest?: Person | undefined;
  readonly sitting: Sitting;
  /** Of the shift set, never trained on. */
  readonly shift: boolean;
  /** A stream for whoever directs the shoot. */
  readonly random: Random;
  capture(cue: Cue): Promise<Frame>;
}

export interface Studio {
  /** Seats a person: the same seed, person and sitting number always give the same frames. */
  seat(seed: string, personName: string, sittingNumber: number, options?: SeatOptions): Shoot;
}

export interface SeatOptions {
  /** Makes it the same sitting at another time, while the person does something else. */
  readonly task?: string | undefined;
  /** Names who may take the seat in the middle of it. */
  readonly guest?: string | undefined;
}

export interface StudioOptions {
  /** Draws only from what is held back for the shift set, and nothing that training sees; default false. */
  readonly shift?: boolean;
}

function listFiles(folder: string, extension: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith(extension))
      .sort();
  } catch (cause) {
    throw new AssetError(
      `No folder ${folder}: --assets must name the folder that holds facekit/, hair/ and environments/.`,
      { cause },
    );
  }
}

/**
 * Opens a studio for pictures of one size.
 * @throws AssetError when the assets are missing or damaged.
 */
export function openStudio(
  assets: string,
  widthPx: number,
  heightPx: number,
  { shift = false }: StudioOptions = {},
): Studio {
  const facekit: Facekit = loadFacekit(join(assets, 'facekit', 'ict_facekit.safetensors'));
  const topology: HeadTopology = buildTopology(facekit, heightPx > 300 ? 1024 : 512);
  const openness = measureOpenness(facekit.neutral, topology.skin);
  const hair: HairMesh[] = listFiles(join(assets, 'hair'), '.obj').map((file) =>
    loadHairMesh(join(assets, 'hair', file), file.replace('.obj', '')),
  );
  const environments: Environment[] = listFiles(join(assets, 'environments'), '.hdr').map((file) =>
    loadEnvironment(join(assets, 'environments', file), file.replace('.hdr', '')),
  );
  const renderer: Renderer = createRenderer(facekit, widthPx, heightPx);

  let latest: { readonly seed: string; readonly name: string; readonly person: Person } | undefined;
  /** A person before they dress for a sitting; the latest is kept, since sittings of one person come after each other. */
  const meet = (seed: string, name: string): Person => {
    if (latest?.seed !== seed || latest.name !== name)
      latest = { seed, name, person: createPerson(facekit, topology, openness, hair, seed, name, shift) };
    return latest.person;
  };

  return {
    seat(seed, personName, sittingNumber, { task, guest: guestName } = {}) {
      const seatPerson = (name: string): Person =>
        dress(
          meet(seed, name),
          createRandom(`${seed}/${name}`).fork('wardrobe'),
          createRandom(`${seed}/${personName}/sitting ${sittingNumber}`).fork(`outfit of ${name}`),
          shift,
        );
      const person = seatPerson(personName);
      const label = `${seed}/${personName}/sitting ${sittingNumber}`;
      const seated = createRandom(label);
      const sitting = createSitting(seated.fork('sitting'), environments, label, shift);
      const random = task === undefined ? seated : seated.fork(task);
      const host: Sitter = {
        person,
        sitting,
        perform: createPerformance(person, sitting, random.fork('performance')),
      };
      const guestPerson = guestName === undefined ? undefined : seatPerson(guestName);
      const drawBackground = (of: Sitting): Float32Array =>
        renderBackground(of, widthPx * SUPERSAMPLING, heightPx * SUPERSAMPLING);
      const background = drawBackground(sitting);
      const noise = random.fork('noise');
      const prop = createPropping(random.fork('hand'));
      let visitor: Visitor | undefined;
      let guest: Sitter | undefined;
      let light: Illumination = sitting.light;
      let sensor: Sensor | undefined;
      const seatNext = (): Sitter => {
        if (!guestPerson) throw new Error('Nobody was named to take the seat.');
        return (guest ??= seatGuest(guestPerson, sitting, random.fork('guest')));
      };
      return {
        person,
        guest: guestPerson,
        sitting,
        shift,
        random: random.fork('director'),
        async capture(cue) {
          beginStages();
          const sitter = cue.guest ? seatNext() : host;
          const relight = (cue.relit ?? false) && light === sitting.light;
          if (relight) light = changeLight(light, random.fork('other light'));
          const lit = { ...sitter.sitting, light };
          const pose = sitter.perform(cue);
          endStage('performance');
          if (cue.visitor) {
            visitor ??= createVisitor(seatPerson(`${label}/visitor`), sitting, random.fork('visitor'));
            renderer.draw(visitor.person, { ...visitor.sitting, light }, visitor.perform(cue.elapsedS));
          }
          const drawing = renderer.draw(sitter.person, lit, pose, {
            over: cue.visitor ?? false,
            hand: prop(cue.elapsedS),
          });
          sensor ??= createSensor(sitting, background, drawing.target, widthPx, heightPx);
          if (relight) sensor.relight(drawBackground(lit), light.white);
          const face = pose.eyes === 'absent' ? undefined : findFace(drawing, sitting.camera.overscan);
          // What the sensor asks for: pixels of the stored frame in 1/30 s at the depth of the eyes.
          const perCm = drawing.focalPx / drawing.eyes[0].centre[2] / 30;
          const motionPx = [pose.motion[0] * perCm, pose.motion[1] * perCm] as const;
          const moment = { elapsedS: cue.elapsedS, face, motionPx };
          const rgb = await sensor.expose(drawing.target, moment, noise);
          return { rgb, person: sitter.person, sitting: lit, pose, drawing };
        },
      };
    },
  };
}
