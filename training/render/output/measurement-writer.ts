/** Renders one measurement and writes it as a folder: under a temporary name until it is whole. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beginStages, endStage } from '../raster/stopwatch.ts';
import type { Task } from '../scene/eye-movement.ts';
import { guestOf } from '../scene/events.ts';
import type { Absence } from '../scene/performance.ts';
import type { Shoot, Studio } from '../studio.ts';
import { direct, type Schedule, type Take } from './director.ts';
import { readTruth, round, type Truth } from './truth.ts';
import { outputError } from './write-whole.ts';

/** Which measurement, and how. */
export interface MeasurementOrder extends Schedule {
  readonly seed: string;
  readonly person: string;
  /** 1, 2, .. */
  readonly sitting: number;
  readonly sizePx: number;
  readonly out: string;
}

interface FrameRecord {
  file: string;
  /** Where the eyes point but for fixation noise, in flight too; not to be used unless the eyes are `open`. */
  x: number;
  y: number;
  timestampMs: number;
  /** `absent` whenever there is no gaze on the screen to be measured: `absence` says why. */
  eyes: 'open' | 'closed' | 'absent';
  absence?: Absence;
  task: Task;
  /** The dot or the moving thing, where it is not where the eyes point. */
  target?: readonly [number, number];
  /** How many people are in the picture where it is not one; what is said is about the nearest. */
  people?: number;
  /** Who sits here instead of the measurement's person. */
  guest?: string;
  truth?: Truth;
}

/** A rendered measurement has no date of its own: a fixed one keeps the same seed at the same bytes. */
const CREATED_AT = '2026-01-01T00:00:00.000Z';

/** `p0001-m1` for photos of dots, `p0001-m1-reading` for a sequence, `p0001-m1-reading-lean` for one with an event. */
export const measurementId = ({ person, sitting, plan, rateHz, event }: MeasurementOrder): string =>
  `${person}-m${sitting}${rateHz === undefined ? '' : `-${plan}`}${event ? `-${event.kind}` : ''}`;

/** Where a measurement is written until it is whole; what an interrupted run leaves there is no measurement to any reader. */
export const partialFolder = (order: MeasurementOrder): string =>
  join(order.out, `.${measurementId(order)}.partial`);

/**
 * Renders and writes a measurement; does nothing where it stands already.
 * @returns the number of frames rendered
 * @throws OutputError when the disk refuses; nothing half-written stays
 */
export async function writeMeasurement(
  studio: Studio,
  order: MeasurementOrder,
  write = writeFileSync,
): Promise<number> {
  const id = measurementId(order);
  const final = join(order.out, id);
  if (existsSync(final)) return 0;
  const working = partialFolder(order);
  const save = (name: string, bytes: Uint8Array | string): void => {
    try {
      write(join(working, name), bytes);
    } catch (cause) {
      throw outputError(cause, join(final, name));
    }
  };
  try {
    rmSync(working, { recursive: true, force: true });
    mkdirSync(join(working, 'frames'), { recursive: true });
  } catch (cause) {
    throw outputError(cause, working);
  }
  try {
    beginStages();
    const shoot = studio.seat(order.seed, order.person, order.sitting, {
      task: order.rateHz === undefined ? undefined : order.plan,
      guest: order.event?.kind === 'guest' ? guestOf(order.person) : undefined,
    });
    endStage('seat');
    const records: FrameRecord[] = [];
    // A picture is encoded by another thread while the next one is drawn.
    let saved: Promise<void> = Promise.resolve();
    for (const [index, take] of direct(shoot, order).entries()) {
      const file = `frames/${String(index).padStart(3, '0')}.jpg`;
      const { jpeg, ...record } = await takeFrame(shoot, order.sizePx, take);
      await saved;
      saved = jpeg.then((bytes) => save(file, bytes));
      // Whatever went wrong is thrown by the next frame's await; until then nobody listens.
      saved.catch(() => undefined);
      endStage('jpeg');
      records.push({ file, ...record });
    }
    await saved;
    endStage('jpeg');
    save('measurement.json', `${JSON.stringify(describe(shoot, order, records))}\n`);
    renameSync(working, final);
    return order.frames;
  } catch (error) {
    rmSync(working, { recursive: true, force: true });
    throw error;
  }
}

/** Takes one frame of `size` pixels a side: its JPEG, which may still be in the making, and what is known of it. */
export async function takeFrame(
  shoot: Shoot,
  size: number,
  take: Take,
): Promise<Omit<FrameRecord, 'file'> & { jpeg: Promise<Buffer> }> {
  const { cue, task, timestampMs, target } = take;
  const { rgb, person, sitting, pose, drawing } = await shoot.capture(cue);
  const truth = pose.eyes === 'absent' ? undefined : readTruth(person, sitting, pose, drawing, size, size);
  const inside = truth?.landmarks.every(([x, y]) => x > 2 && y > 2 && x < size - 2 && y < size - 2);
  endStage('truth');
  const jpeg = sharp(rgb, { raw: { width: size, height: size, channels: 3 } })
    .jpeg({ quality: shoot.sitting.sensor.jpegQuality, optimiseCoding: false })
    .toBuffer();
  const absence = cue.absence ?? (truth && !inside ? 'edge' : undefined);
  const apart = target && Math.hypot(target[0] - cue.xScreen, target[1] - cue.yScreen) > 1e-4;
  return {
    x: round(Math.min(1, Math.max(0, cue.xScreen)), 5),
    y: round(Math.min(1, Math.max(0, cue.yScreen)), 5),
    timestampMs: round(timestampMs, 1),
    eyes: absence ? 'absent' : pose.eyes,
    ...(absence ? { absence } : {}),
    task,
    ...(apart ? { target: [round(target[0], 5), round(target[1], 5)] as const } : {}),
    ...(cue.visitor ? { people: cue.absence === 'nobody' ? 1 : 2 } : {}),
    ...(cue.guest ? { guest: person.name } : {}),
    ...(truth && inside ? { truth } : {}),
    jpeg,
  };
}

function describe(shoot: Shoot, order: MeasurementOrder, frames: readonly FrameRecord[]): object {
  const { screen, camera, light, distanceCm } = shoot.sitting;
  return {
    format: 'fovea-measurement',
    version: 1,
    id: measurementId(order),
    person: order.person,
    createdAt: CREATED_AT,
    synthetic: true,
    ...(shoot.shift ? { shift: true } : {}),
    ...(order.rateHz === undefined ? {} : { task: order.plan, framesPerSecond: order.rateHz }),
    ...(order.event ? { event: order.event } : {}),
    screen: { ...screen, widthCm: round(screen.widthCm, 2), heightCm: round(screen.heightCm, 2) },
    camera: {
      widthPx: camera.widthPx,
      heightPx: camera.heightPx,
      label: 'rendered',
      verticalFovDeg: round(camera.verticalFovDeg, 3),
      offsetCm: camera.offsetCm.map((value) => round(value, 2)),
    },
    light: { environment: light.environment.name },
    traits: listTraits(shoot),
    distanceCm: round(distanceCm, 2),
    frames,
  };
}

/** What may keep a face from being found, in words: the realism check counts by it. */
function listTraits({ person, sitting }: Shoot): Readonly<Record<string, string>> {
  const { hairStyle, glasses } = person;
  return {
    glasses: glasses?.design.shape.name ?? 'none',
    hair: hairStyle.cut === 'styled' ? hairStyle.mesh.name : hairStyle.cut,
    camera: sitting.camera.model.name,
    mount: sitting.camera.place,
  };
}
