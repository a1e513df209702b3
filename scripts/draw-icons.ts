// Draws public/icons from one SVG: `npm run icons`.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const FOLDER = fileURLToPath(new URL('../public/icons/', import.meta.url));
const SIZES_PX = [16, 32, 48, 128];

/** The mark of src/ui/Logo.tsx; the fovea is lit while the camera is on. Small sizes get a bolder, simpler eye. */
function drawMark({ lit, small }: { lit: boolean; small: boolean }): string {
  const iris = small ? 33 : 29;
  const fovea = small ? (lit ? 22 : 17) : lit ? 18 : 15;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128">
  <rect width="128" height="128" rx="30" fill="#0b3b44"/>
  <path d="M${small ? 6 : 12} 64C27 ${small ? 34 : 38} 44 26 64 26s37 12 ${small ? 58 : 52} 38c-15 26-32 38-52 38S27 90 ${small ? 6 : 12} 64Z" fill="#f4fbfa"/>
  <circle cx="64" cy="64" r="${iris}" fill="#0b7a75"/>
  <circle cx="64" cy="64" r="${fovea}" fill="${lit ? '#ffb000' : '#062a2f'}"/>
</svg>`;
}

await mkdir(FOLDER, { recursive: true });
for (const lit of [false, true]) {
  for (const sizePx of lit ? [16, 32] : SIZES_PX) {
    const svg = Buffer.from(drawMark({ lit, small: sizePx < 48 }));
    const png = await sharp(svg, { density: 288 }).resize(sizePx, sizePx).png({ palette: true }).toBuffer();
    // WXT takes icons/<size>.png into the manifest by their names.
    await writeFile(`${FOLDER}${lit ? `icon-on-${sizePx}` : sizePx}.png`, png);
  }
}
