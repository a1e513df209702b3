// A heatmap as SVG: the page's picture where there is one, areas of equal heat as paths, and the caption as text.
import { traceContours } from '../../heatmap/contours.ts';
import { buildPaintTable } from '../../heatmap/paint-page.ts';
import type { ReadShot } from '../file/session-zip-writer.ts';
import type { Shot } from '../session-data.ts';
import type { Piece } from '../stitch-shots.ts';
import type { Painter } from './heat-png.ts';
import { layOutCaption } from './caption-lines.ts';
import { mapAhead } from '../map-ahead.ts';
import { escapeXml } from './escape-xml.ts';
import type { HeatPicture } from './heat-pictures.ts';

/** Bands of colour: fine enough that the steps between them are not what one sees. */
const BANDS = 32;

/** Decoded and encoded off the thread, each with some MB of pixels. */
const ENCODED_AT_ONCE = 4;

/**
 * The whole file. Pictures are embedded, so that it needs no other, and as PNG: what draws SVG seldom knows WebP.
 * @see https://www.w3.org/TR/SVG2/
 */
export async function writeHeatSvg(
  picture: HeatPicture,
  pieces: readonly Piece[],
  readShot: ReadShot,
  { toPng }: Pick<Painter, 'toPng'>,
): Promise<Blob> {
  const { size, caption, url, settings } = picture;
  const strip = layOutCaption(caption, url, size.widthPx);
  const height = size.heightPx + strip.heightPx;
  const shots = new Map(pieces.map(({ shot }) => [shot.index, shot]));
  const images: string[] = [];
  const encode = async (shot: Shot) => ({
    shot,
    href: await toDataAddress(await toPng(await readShot(shot))),
  });
  for await (const { shot, href } of mapAhead(shots.values(), ENCODED_AT_ONCE, encode)) {
    const own = `width="${shot.widthPx}" height="${shot.heightPx}" preserveAspectRatio="none"`;
    images.push(`<image id="shot-${shot.index}" ${own} href="${href}"/>\n`);
  }
  const cuts = pieces.map(({ shot, xDocumentPx: x, yDocumentPx: y, widthPx, heightPx }) => {
    const viewBox = [x - shot.xDocumentPx, y - shot.yDocumentPx, widthPx, heightPx].join(' ');
    const place = `x="${x}" y="${y}" width="${widthPx}" height="${heightPx}" viewBox="${viewBox}"`;
    return `<svg ${place}><use href="#shot-${shot.index}"/></svg>\n`;
  });
  const text = strip.lines.map((line, index) => {
    const y = size.heightPx + strip.marginPx / 2 + (index + 0.8) * strip.lineHeightPx;
    return `<text x="${strip.marginPx}" y="${y}">${escapeXml(line)}</text>\n`;
  });
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.widthPx}" height="${height}" viewBox="0 0 ${size.widthPx} ${height}">\n`,
    `<title>${escapeXml(`Heatmap of ${url}`)}</title>\n<desc>${escapeXml(caption)}</desc>\n`,
    `<rect width="100%" height="100%" fill="#ffffff"/>\n`,
    '<defs>\n',
    ...images,
    '</defs>\n',
    ...cuts,
    `<svg width="${size.widthPx}" height="${size.heightPx}">\n`,
    ...drawHeat(picture),
    ...drawLines(picture),
    `</svg>\n<rect y="${size.heightPx}" width="100%" height="${strip.heightPx}" fill="#ffffff"/>\n`,
    `<g font-family="sans-serif" font-size="${strip.fontPx}" fill="#212529">\n`,
    ...text,
    `</g>\n<metadata>${escapeXml(JSON.stringify(settings))}</metadata>\n</svg>\n`,
  ];
  return new Blob(parts, { type: 'image/svg+xml' });
}

/**
 * Bands beside each other, each the area between two lines of equal heat, in the colour that the heat between them has in a
 * painted picture; the coldest reaches to the page's edges.
 */
function* drawHeat({ heat, size, settings: { paint } }: HeatPicture): Generator<string> {
  const table = buildPaintTable(paint);
  const edges = Array.from({ length: BANDS }, (_, i) => i / BANDS);
  const whole = `M0,0H${size.widthPx}V${size.heightPx}H0Z`;
  const [, ...inner] = traceContours(heat, edges, paint.fullHeat).map(({ path }) => path);
  const outlines = [whole, ...inner, ''];
  // Without it the page shines through between bands.
  yield '<g fill-rule="evenodd" shape-rendering="crispEdges">\n';
  for (const [i, edge] of edges.entries()) {
    const at = Math.round((edge + 0.5 / BANDS) * (table.length / 4 - 1)) * 4;
    const [red, green, blue, alpha] = table.subarray(at, at + 4);
    if (alpha === 0 || outlines[i] === '') continue;
    const fill = `fill="rgb(${red},${green},${blue})" fill-opacity="${(alpha! / 255).toFixed(3)}"`;
    yield `<path ${fill} d="${outlines[i]}${outlines[i + 1]}"/>\n`;
  }
  yield '</g>\n';
}

function* drawLines({ heat, settings: { contours, paint } }: HeatPicture): Generator<string> {
  yield '<g fill="none" stroke="#212529" stroke-opacity="0.6">\n';
  for (const { level, path } of traceContours(heat, contours, paint.fullHeat)) {
    if (path !== '') yield `<path d="${path}"><title>${Math.round(100 * level)} %</title></path>\n`;
  }
  yield '</g>\n';
}

async function toDataAddress(image: Blob): Promise<string> {
  const bytes = new Uint8Array(await image.arrayBuffer());
  // So many arguments are safe on every engine.
  const step = 0x8000;
  let binary = '';
  for (let at = 0; at < bytes.length; at += step)
    binary += String.fromCharCode(...bytes.subarray(at, at + step));
  return `data:${image.type};base64,${btoa(binary)}`;
}
