/** Webcams that people have, by what makes their pictures differ: a table of models and the range of each. */

/** Low and high end of a uniform draw. */
export type Span = readonly [low: number, high: number];

/** What the camera or its driver does to a picture before a page sees it. */
export type CodecModel =
  | { readonly kind: 'mjpeg'; readonly quality: Span; readonly chroma: '4:2:0' | '4:4:4' }
  /** 4 x 4 blocks with a flat quantizer step (in codes) and a deblocking filter. @see ITU-T H.264 */
  | { readonly kind: 'h264'; readonly step: Span }
  | { readonly kind: 'raw' };

export interface CameraModel {
  readonly name: string;
  /** Drawn for the shift set only. */
  readonly heldBack?: boolean;
  /** Built into a laptop's lid or a monitor's edge, or clipped on. */
  readonly mount: 'laptop' | 'clip';
  readonly widthPx: number;
  readonly heightPx: number;
  /** Field of view of the square crop, degrees, of a lens without distortion. Over 16:9 a camera sees more: 54 of 84, 38 of 63, 32 of 54. */
  readonly squareFovDeg: Span;
  /** Radial distortion at the middle of the crop's edge, as a fraction of the distance: below zero is barrel. */
  readonly distortion: Span;
  /** Loss of light at the crop's corners. */
  readonly vignette: Span;
  /** Standard deviation of the lens' spread, in pixels of a crop of 480. */
  readonly softness: Span;
  /** Illuminance at which white fills the sensor in 1/30 s without amplification, lux. */
  readonly fullLux: number;
  readonly mostGain: number;
  /** Electrons that fill a pixel, and noise of reading one. */
  readonly fullWell: number;
  readonly readNoise: number;
  /** Edge-preserving smear of brightness, in codes at unit gain; smoothing of colour, 0..1. */
  readonly denoise: Span;
  readonly chromaDenoise: Span;
  readonly sharpening: Span;
  readonly contrast: Span;
  /** Codes by which black is lifted. */
  readonly blackLift: Span;
  readonly saturation: Span;
  /** Leaning of the white balance: above 1 is warm. */
  readonly warmth: Span;
  /** Above 1 is green. */
  readonly green: Span;
  /** Share of the exposure that the face decides. */
  readonly facePriority: number;
  readonly codec: CodecModel;
}

const LAPTOP = { mount: 'laptop', facePriority: 0.55, green: [0.97, 1.03], vignette: [0.08, 0.3] } as const;
const CLIP = { mount: 'clip', facePriority: 0.5, green: [0.97, 1.03], vignette: [0.05, 0.25] } as const;
const VGA = { widthPx: 640, heightPx: 480 } as const;
const HD = { widthPx: 1280, heightPx: 720 } as const;
const FULL_HD = { widthPx: 1920, heightPx: 1080 } as const;

/** Plausible ranges, not measurements of products; names say what is typical of each. */
export const CAMERA_MODELS: readonly CameraModel[] = [
  {
    ...LAPTOP,
    ...VGA,
    name: 'laptop 480p, raw and noisy',
    squareFovDeg: [38, 45],
    distortion: [-0.012, 0.002],
    softness: [0.7, 1.1],
    fullLux: 330,
    mostGain: 10,
    fullWell: 2000,
    readNoise: 3.6,
    denoise: [0.3, 1.8],
    chromaDenoise: [0.25, 0.5],
    sharpening: [0.1, 0.4],
    contrast: [0, 0.25],
    blackLift: [2, 12],
    saturation: [0.7, 0.95],
    warmth: [0.88, 1.04],
    codec: { kind: 'raw' },
  },
  {
    ...LAPTOP,
    ...HD,
    name: 'laptop 720p, usual',
    squareFovDeg: [38, 47],
    distortion: [-0.014, 0.002],
    softness: [0.55, 0.85],
    fullLux: 300,
    mostGain: 12,
    fullWell: 1440,
    readNoise: 3.6,
    denoise: [1.5, 4],
    chromaDenoise: [0.4, 0.8],
    sharpening: [0.3, 0.8],
    contrast: [0.05, 0.35],
    blackLift: [0, 8],
    saturation: [0.85, 1.1],
    warmth: [0.94, 1.08],
    codec: { kind: 'mjpeg', quality: [62, 82], chroma: '4:2:0' },
  },
  {
    ...LAPTOP,
    ...HD,
    name: 'laptop 720p, smeared',
    squareFovDeg: [36, 44],
    distortion: [-0.01, 0.002],
    softness: [0.7, 1.05],
    fullLux: 360,
    mostGain: 16,
    fullWell: 1260,
    readNoise: 4.2,
    denoise: [4, 8],
    chromaDenoise: [0.7, 1],
    sharpening: [0.2, 0.6],
    contrast: [0.1, 0.4],
    blackLift: [0, 10],
    saturation: [0.75, 1],
    warmth: [0.95, 1.12],
    codec: { kind: 'mjpeg', quality: [45, 70], chroma: '4:2:0' },
  },
  {
    ...LAPTOP,
    ...HD,
    name: 'laptop 720p, cool and contrasty',
    squareFovDeg: [40, 50],
    distortion: [-0.018, -0.002],
    softness: [0.5, 0.8],
    fullLux: 250,
    mostGain: 10,
    fullWell: 1800,
    readNoise: 3,
    denoise: [1, 3],
    chromaDenoise: [0.4, 0.8],
    sharpening: [0.5, 1.1],
    contrast: [0.3, 0.6],
    blackLift: [0, 4],
    saturation: [0.95, 1.2],
    warmth: [0.86, 0.98],
    codec: { kind: 'h264', step: [4, 10] },
  },
  {
    ...LAPTOP,
    ...FULL_HD,
    name: 'laptop 1080p, slim lid',
    squareFovDeg: [42, 52],
    distortion: [-0.02, -0.004],
    softness: [0.45, 0.7],
    fullLux: 220,
    mostGain: 16,
    fullWell: 1620,
    readNoise: 3,
    denoise: [2, 5],
    chromaDenoise: [0.5, 0.9],
    sharpening: [0.3, 0.8],
    contrast: [0.1, 0.35],
    blackLift: [0, 6],
    saturation: [0.95, 1.15],
    warmth: [0.97, 1.1],
    facePriority: 0.75,
    codec: { kind: 'h264', step: [3, 8] },
  },
  {
    ...LAPTOP,
    ...FULL_HD,
    name: 'laptop 1080p, wide',
    squareFovDeg: [54, 66],
    distortion: [-0.032, -0.012],
    vignette: [0.15, 0.4],
    softness: [0.45, 0.7],
    fullLux: 180,
    mostGain: 16,
    fullWell: 1980,
    readNoise: 2.4,
    denoise: [1, 4],
    chromaDenoise: [0.5, 0.9],
    sharpening: [0.2, 0.6],
    contrast: [0.05, 0.3],
    blackLift: [0, 5],
    saturation: [1, 1.2],
    warmth: [0.96, 1.06],
    facePriority: 0.8,
    codec: { kind: 'raw' },
  },
  {
    ...CLIP,
    ...VGA,
    name: 'clip-on 480p, cheap',
    squareFovDeg: [36, 42],
    distortion: [-0.008, 0.008],
    softness: [0.85, 1.5],
    fullLux: 380,
    mostGain: 8,
    fullWell: 2200,
    readNoise: 4.2,
    denoise: [0.5, 3],
    chromaDenoise: [0.35, 0.7],
    sharpening: [0.4, 1.3],
    contrast: [0.2, 0.6],
    blackLift: [0, 14],
    saturation: [0.8, 1.15],
    warmth: [0.9, 1.08],
    green: [0.95, 1.06],
    codec: { kind: 'mjpeg', quality: [40, 65], chroma: '4:2:0' },
  },
  {
    ...CLIP,
    ...HD,
    name: 'clip-on 720p, usual',
    squareFovDeg: [37, 45],
    distortion: [-0.012, 0.004],
    softness: [0.6, 0.95],
    fullLux: 260,
    mostGain: 12,
    fullWell: 1800,
    readNoise: 3,
    denoise: [1, 4],
    chromaDenoise: [0.3, 0.8],
    sharpening: [0.4, 1],
    contrast: [0.15, 0.45],
    blackLift: [0, 6],
    saturation: [0.9, 1.2],
    warmth: [0.92, 1.08],
    codec: { kind: 'mjpeg', quality: [55, 80], chroma: '4:2:0' },
  },
  {
    ...CLIP,
    ...FULL_HD,
    name: 'clip-on 1080p, sharp',
    squareFovDeg: [44, 52],
    distortion: [-0.012, 0],
    softness: [0.4, 0.6],
    fullLux: 160,
    mostGain: 14,
    fullWell: 2700,
    readNoise: 2.4,
    denoise: [0.5, 2.5],
    chromaDenoise: [0.4, 0.8],
    sharpening: [0.5, 1.2],
    contrast: [0.15, 0.4],
    blackLift: [0, 3],
    saturation: [0.95, 1.2],
    warmth: [0.94, 1.06],
    facePriority: 0.7,
    codec: { kind: 'mjpeg', quality: [70, 90], chroma: '4:2:0' },
  },
  {
    ...CLIP,
    ...FULL_HD,
    name: 'monitor 1080p, flat',
    squareFovDeg: [46, 56],
    distortion: [-0.022, -0.004],
    softness: [0.5, 0.85],
    fullLux: 240,
    mostGain: 14,
    fullWell: 1800,
    readNoise: 3,
    denoise: [2, 6],
    chromaDenoise: [0.5, 0.9],
    sharpening: [0, 0.4],
    contrast: [-0.15, 0.1],
    blackLift: [4, 16],
    saturation: [0.7, 0.95],
    warmth: [0.9, 1.05],
    codec: { kind: 'h264', step: [5, 12] },
  },
  {
    ...CLIP,
    ...FULL_HD,
    name: 'clip-on 1080p, large sensor',
    squareFovDeg: [44, 56],
    distortion: [-0.008, 0.002],
    softness: [0.4, 0.6],
    fullLux: 70,
    mostGain: 16,
    fullWell: 5400,
    readNoise: 1.8,
    denoise: [0.5, 2],
    chromaDenoise: [0.3, 0.7],
    sharpening: [0.2, 0.6],
    contrast: [0.1, 0.35],
    blackLift: [0, 2],
    saturation: [1, 1.2],
    warmth: [0.96, 1.05],
    facePriority: 0.8,
    codec: { kind: 'raw' },
  },
  {
    ...CLIP,
    ...FULL_HD,
    name: 'conference 1080p, very wide',
    squareFovDeg: [60, 75],
    distortion: [-0.042, -0.02],
    vignette: [0.2, 0.45],
    softness: [0.5, 0.8],
    fullLux: 200,
    mostGain: 14,
    fullWell: 1980,
    readNoise: 2.4,
    denoise: [1, 4],
    chromaDenoise: [0.4, 0.8],
    sharpening: [0.4, 1],
    contrast: [0.1, 0.35],
    blackLift: [0, 5],
    saturation: [0.9, 1.15],
    warmth: [0.94, 1.06],
    codec: { kind: 'h264', step: [4, 10] },
  },
  {
    ...CLIP,
    ...HD,
    name: 'old clip-on 720p, overprocessed',
    heldBack: true,
    squareFovDeg: [39, 48],
    distortion: [-0.025, -0.01],
    softness: [0.8, 1.2],
    fullLux: 350,
    mostGain: 16,
    fullWell: 1260,
    readNoise: 4.8,
    denoise: [6, 10],
    chromaDenoise: [0.2, 0.5],
    sharpening: [1.2, 2],
    contrast: [0.4, 0.75],
    blackLift: [0, 4],
    saturation: [1.15, 1.4],
    warmth: [1.03, 1.14],
    green: [0.93, 0.98],
    codec: { kind: 'mjpeg', quality: [35, 55], chroma: '4:2:0' },
  },
  {
    ...LAPTOP,
    ...VGA,
    name: 'netbook 480p, green and dim',
    heldBack: true,
    squareFovDeg: [42, 54],
    distortion: [0.006, 0.016],
    vignette: [0.25, 0.5],
    softness: [0.8, 1.3],
    fullLux: 500,
    mostGain: 8,
    fullWell: 1080,
    readNoise: 5.4,
    denoise: [0, 1],
    chromaDenoise: [0, 0.2],
    sharpening: [0, 0.3],
    contrast: [-0.1, 0.15],
    blackLift: [8, 24],
    saturation: [0.55, 0.8],
    warmth: [0.85, 1],
    green: [1.04, 1.1],
    codec: { kind: 'raw' },
  },
  {
    ...LAPTOP,
    ...FULL_HD,
    name: 'laptop 1080p, low bit rate',
    heldBack: true,
    squareFovDeg: [48, 62],
    distortion: [-0.036, -0.02],
    softness: [0.5, 0.8],
    fullLux: 280,
    mostGain: 18,
    fullWell: 1440,
    readNoise: 3.6,
    denoise: [3, 6],
    chromaDenoise: [0.6, 1],
    sharpening: [0.2, 0.7],
    contrast: [0.2, 0.5],
    blackLift: [0, 8],
    saturation: [0.85, 1.1],
    warmth: [0.9, 1.1],
    facePriority: 0.75,
    codec: { kind: 'h264', step: [12, 22] },
  },
];
