/** What a sitting's camera does to light: drawn around its model. */
import type { Random } from '../random.ts';
import type { CameraModel, Span } from '../scene/camera-models.ts';

/** A codec with its strength drawn. */
export type CodecSetup =
  | { readonly kind: 'mjpeg'; readonly quality: number; readonly chroma: '4:2:0' | '4:4:4' }
  | { readonly kind: 'h264'; readonly step: number }
  | { readonly kind: 'raw' };

export interface SensorSetup {
  readonly model: CameraModel;
  /** Luminance that the face and the whole picture are exposed to, linear, white is 1. */
  readonly faceTarget: number;
  readonly pictureTarget: number;
  /** Factor on all noise: above 1 for the shift set. */
  readonly noiseFactor: number;
  /** Standard deviation of the spread of lens and focus, in pixels of a crop of 480. */
  readonly blurPx: number;
  readonly vignette: number;
  /** Size of the red picture relative to the green one; blue is as much smaller. */
  readonly lateralChroma: number;
  readonly denoise: number;
  readonly chromaDenoise: number;
  readonly sharpening: number;
  readonly contrast: number;
  readonly blackLift: number;
  readonly saturation: number;
  /** Red and blue relative to green that the white balance leans to, and the share of the light's colour that it removes. */
  readonly leaning: readonly [number, number];
  readonly balance: number;
  /** Flicker of lamps as rolling bands: share of the light, and bands in the picture. */
  readonly flicker: number;
  readonly bands: number;
  /** Standard deviation of the camera's own shake during an exposure, in pixels of a crop of 480. */
  readonly shakePx: number;
  /** Spread of the background: web conferences blur it. In pixels of a crop of 480. */
  readonly backgroundBlurPx: number;
  readonly codec: CodecSetup;
  /** Quality of the stored frame: the extension's own. */
  readonly jpegQuality: number;
}

/** Draws the camera's settings; with `shift` its noise is exaggerated. */
export function drawSensor(random: Random, model: CameraModel, shift: boolean): SensorSetup {
  const within = ([low, high]: Span): number => random.uniform(low, high);
  const warmth = within(model.warmth);
  const green = within(model.green);
  // One automatic in ten sets the picture too dark, one in twelve too bright.
  const chance = random.fork('exposure').uniform(0, 1);
  const exposure = chance < 0.1 ? 0.2 + 4 * chance : chance > 0.92 ? 1.5 : 1;
  const unfocused = random.chance(0.12) ? random.uniform(0.5, 1.8) : 0;
  return {
    model,
    faceTarget: exposure * random.clamped(0.25, 0.08, 0.07, 0.42),
    pictureTarget: exposure * random.clamped(0.22, 0.05, 0.1, 0.4),
    noiseFactor: random.uniform(0.8, 1.25) * (shift ? 2 : 1),
    blurPx: Math.hypot(within(model.softness), unfocused),
    vignette: within(model.vignette),
    lateralChroma: random.normal(0, 0.0008),
    denoise: within(model.denoise),
    chromaDenoise: within(model.chromaDenoise),
    sharpening: within(model.sharpening),
    contrast: within(model.contrast),
    blackLift: within(model.blackLift),
    saturation: 0.93 * within(model.saturation),
    leaning: [warmth / green, 1 / (warmth * green)],
    // One in fourteen leaves much of a lamp's colour.
    balance: random.chance(0.07) ? random.uniform(0.6, 0.85) : random.uniform(0.87, 1),
    flicker: random.chance(0.12) ? random.uniform(0.01, 0.05) : 0,
    bands: random.uniform(0.6, 3.4),
    shakePx: random.chance(0.2) ? random.uniform(0.2, 1) : 0,
    backgroundBlurPx: random.chance(0.07)
      ? random.uniform(8, 16)
      : random.chance(0.3)
        ? random.uniform(1.5, 4)
        : random.uniform(0, 1.2),
    codec: drawCodec(random.fork('codec'), model),
    jpegQuality: 92,
  };
}

function drawCodec(random: Random, { codec }: CameraModel): CodecSetup {
  switch (codec.kind) {
    case 'mjpeg':
      return { ...codec, quality: Math.round(random.uniform(...codec.quality)) };
    case 'h264':
      return { kind: 'h264', step: random.uniform(...codec.step) };
    case 'raw':
      return codec;
  }
}
