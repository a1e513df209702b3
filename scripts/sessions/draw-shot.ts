// Pictures of synthetic pages: every block as a box with its name.
import sharp from 'sharp';
import { findCorner, VIEWPORT, type Plan } from './plan-session.ts';

/** What the browser's window showed at that shot, as a WebP. */
export async function drawShot({ pages, shots, shotScenes }: Plan, index: number): Promise<Buffer> {
  const [shot, scene] = [shots[index]!, shotScenes[index]!];
  const page = pages[shot.view]!;
  const boxes = page.blocks.flatMap((block) => {
    const corner = findCorner(block, scene);
    const [x, y] = [corner.xPx - VIEWPORT.xScreenPx, corner.yPx - VIEWPORT.yScreenPx];
    const { widthPx, heightPx } = block.box;
    if (y + heightPx < 0 || y > VIEWPORT.heightPx) return [];
    if (block.attachment === 'scroller' && block.box.yDocumentPx < 640 + scene.innerPx) return [];
    const ink = block.attachment === 'viewport' ? '#ffffff' : '#495057';
    const text = block.selector.replace(/^.*> /, '');
    return `<rect x="${x}" y="${y}" width="${widthPx}" height="${heightPx}" rx="8" fill="${block.colour}"/>
      <text x="${x + 20}" y="${y + 40}" font-family="sans-serif" font-size="22" fill="${ink}">${text}</text>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${shot.widthPx}" height="${shot.heightPx}">
    <rect width="100%" height="100%" fill="#ffffff"/>${boxes.join('')}</svg>`;
  return await sharp(Buffer.from(svg)).webp({ quality: 80 }).toBuffer();
}
