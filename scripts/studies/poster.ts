// The picture of a made-up study's last task: a poster with areas of interest of every shape, and who looks at which.
import sharp from 'sharp';
import type { PictureArea, StudyTask } from '../../src/study/definition.ts';

export const POSTER_TASK = 'poster';
export const POSTER_RATIO = 1.6;
/** How long it is shown. */
export const POSTER_S = 10;

/** Gaze rests at the middles; how often, of all looks. Nobody looks at the imprint. */
export const POSTER_LOOKS = [
  { area: 'poster-portrait', xPicture: 0.27, yPicture: 0.5, share: 0.55 },
  { area: 'poster-headline', xPicture: 0.72, yPicture: 0.2, share: 0.3 },
  { area: 'poster-price', xPicture: 0.8, yPicture: 0.75, share: 0.15 },
] as const;

export const POSTER_AREAS: PictureArea[] = [
  {
    id: 'poster-portrait',
    name: 'Portrait',
    shape: { type: 'ellipse', xPicture: 0.07, yPicture: 0.15, widthPicture: 0.4, heightPicture: 0.7 },
  },
  {
    id: 'poster-headline',
    name: 'Headline',
    shape: { type: 'rectangle', xPicture: 0.5, yPicture: 0.05, widthPicture: 0.45, heightPicture: 0.3 },
  },
  {
    id: 'poster-price',
    name: 'Price',
    shape: {
      type: 'polygon',
      points: [
        { xPicture: 0.8, yPicture: 0.5 },
        { xPicture: 0.98, yPicture: 0.75 },
        { xPicture: 0.8, yPicture: 0.99 },
        { xPicture: 0.62, yPicture: 0.75 },
      ],
    },
  },
  {
    id: 'poster-imprint',
    name: 'Imprint',
    shape: { type: 'rectangle', xPicture: 0.02, yPicture: 0.9, widthPicture: 0.2, heightPicture: 0.08 },
  },
];

/** The same bytes each time. */
export async function makePosterTask(): Promise<StudyTask> {
  const [width, height] = [1280, 1280 / POSTER_RATIO];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 100 ${100 / POSTER_RATIO}">
    <rect width="100" height="62.5" fill="#f3efe4"/>
    <ellipse cx="27" cy="31.25" rx="20" ry="21.9" fill="#6b8f8a"/><circle cx="27" cy="26" r="8" fill="#f1d7bd"/>
    <path d="M12 50a15 13 0 0 1 30 0Z" fill="#35525e"/>
    <text x="51" y="12" font-family="sans-serif" font-size="6.4" font-weight="700" fill="#22313a">Presents</text>
    <text x="51" y="19" font-family="sans-serif" font-size="4.4" fill="#22313a">for your friends</text>
    <path d="M80 32l17 15-17 15-17-15Z" fill="#c8553d"/>
    <text x="72.5" y="49" font-family="sans-serif" font-size="6" font-weight="700" fill="#ffffff">9.90</text>
    <text x="3" y="60" font-family="sans-serif" font-size="1.8" fill="#22313a">Printed by nobody</text></svg>`;
  const png = await sharp(Buffer.from(svg)).png({ compressionLevel: 9, palette: true }).toBuffer();
  return {
    id: POSTER_TASK,
    title: 'Look at a poster',
    instructions: 'Look at the poster as you would in a shop’s window.',
    start: {
      picture: { dataUrl: `data:image/png;base64,${png.toString('base64')}`, alt: 'A poster for presents' },
    },
    success: { kind: 'time', afterS: POSTER_S },
    aois: POSTER_AREAS,
    questions: [],
  };
}
