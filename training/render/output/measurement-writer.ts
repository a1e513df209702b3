/** Renders one measurement and writes it as a folder: under a temporary name until it is whole. */
import { mkdirSync, renameSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Cue } from '../scene/performance.ts';
import type { Shoot, Studio } from '../studio.ts';
import { readTruth, round, type Truth } from './truth.ts';

/** Which measurement, and how. */
export interface MeasurementOrder {
  readonly seed: string;
  readonly person: string;
  /** 1, 2, .. */
  readonly sitting: number;
  readonly frames: number;
  readonly sizePx: number;
  readonly out: string;
}

interface FrameRecord {
  file: string;
  x: number;
  y: number;
  timestampMs: number;
  eyes: 'open' | 'closed' | 'absent';
  truth?: Truth;
}

/** Shares of frames that a real measurement holds too. */
const CLOSED_SHARE = 0.04;
const PARTIAL_SHARE = 0.05;
const ABSENT_SHARE = 0.015;
/** A rendered measurement has no date of its own: a fixed one keeps the same seed at the same bytes. */
const CREATED_AT = '2026-01-01T00:00:00.000Z';

export const measurementId = (order: MeasurementOrder): string => `${order.person}-m${order.sitting}`;

/**
 * Renders and writes a measurement; does nothing where it stands already.
 * @returns the number of frames rendered
 */
export async function writeMeasurement(studio: Studio, order: MeasurementOrder): Promise<number> {
  const id = measurementId(order);
  const final = join(order.out, id);
  if (existsSync(final)) return 0;
  const working = join(order.out, `.${id}.partial`);
  rmSync(working, { recursive: true, force: true });
  mkdirSync(join(working, 'frames'), { recursive: true });
  try {
    const shoot = studio.seat(order.seed, order.person, order.sitting);
    const records: FrameRecord[] = [];
    let timestampMs = 0;
    for (let index = 0; index < order.frames; index++) {
      const elapsedS = shoot.random.uniform(1.1, 2.6);
      timestampMs += 1000 * elapsedS;
      records.push(await writeFrame(shoot, order, working, index, elapsedS, timestampMs));
    }
    writeFileSync(join(working, 'measurement.json'), `${JSON.stringify(describe(shoot, order, records))}\n`);
    renameSync(working, final);
    return order.frames;
  } catch (error) {
    rmSync(working, { recursive: true, force: true });
    throw error;
  }
}

async function writeFrame(
  shoot: Shoot,
  order: MeasurementOrder,
  folder: string,
  index: number,
  elapsedS: number,
  timestampMs: number,
): Promise<FrameRecord> {
  const { random } = shoot;
  const size = order.sizePx;
  const chance = random.uniform(0, 1);
  const cue: Cue = {
    xScreen: random.uniform(0.01, 0.99),
    yScreen: random.uniform(0.01, 0.99),
    elapsedS,
    blink:
      chance < CLOSED_SHARE
        ? random.uniform(0.75, 1)
        : chance < CLOSED_SHARE + PARTIAL_SHARE
          ? random.uniform(0.08, 0.35)
          : 0,
    absent: chance > 1 - ABSENT_SHARE,
  };
  const { rgb, pose, drawing } = shoot.capture(cue);
  const truth = pose.eyes === 'absent' ? undefined : readTruth(shoot.person, pose, drawing, size, size);
  const inside = truth?.landmarks.every(([x, y]) => x > 2 && y > 2 && x < size - 2 && y < size - 2);
  const file = `frames/${String(index).padStart(3, '0')}.jpg`;
  await sharp(rgb, { raw: { width: size, height: size, channels: 3 } })
    .jpeg({ quality: shoot.sitting.sensor.jpegQuality })
    .toFile(join(folder, file));
  return {
    file,
    x: round(cue.xScreen, 5),
    y: round(cue.yScreen, 5),
    timestampMs: round(timestampMs, 1),
    eyes: truth && !inside ? 'absent' : pose.eyes,
    ...(truth && inside ? { truth } : {}),
  };
}

function describe(shoot: Shoot, order: MeasurementOrder, frames: readonly FrameRecord[]): object {
  const { screen, camera, distanceCm } = shoot.sitting;
  return {
    format: 'fovea-measurement',
    version: 1,
    id: measurementId(order),
    person: order.person,
    createdAt: CREATED_AT,
    synthetic: true,
    screen: { ...screen, widthCm: round(screen.widthCm, 2), heightCm: round(screen.heightCm, 2) },
    camera: {
      widthPx: camera.widthPx,
      heightPx: camera.heightPx,
      label: 'rendered',
      verticalFovDeg: round(camera.verticalFovDeg, 3),
      offsetCm: camera.offsetCm.map((value) => round(value, 2)),
    },
    distanceCm: round(distanceCm, 2),
    frames,
  };
}
