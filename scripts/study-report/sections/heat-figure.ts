/** Where a group looked on a page or a picture, as a figure. */
import { DEFAULT_PAINT } from '../../../src/heatmap/paint-page.ts';
import { paletteHex } from '../../../src/heatmap/palettes.ts';
import { findBounds, type AoiShape } from '../../../src/session/aoi-shapes.ts';
import { describeUrl } from '../../../src/session/session-pages.ts';
import type { GroupHeat } from '../group-heat.ts';
import { html, type Html } from '../html.ts';
import { plural } from '../words.ts';

const SCALE = [0, 0.25, 0.5, 0.75, 1].map((heat) => paletteHex(DEFAULT_PAINT.palette, heat)).join(', ');
/** Of an area whose selector finds more, no more are outlined. */
const MOST_SHAPES = 30;

/** @param alt what the picture shows, where it is one */
export function heatFigure(heat: GroupHeat, alt: string): Html {
  const { size, page, areas, background, overlay, isPicture, caption, otherLayouts, participants } = heat;
  const shapes = areas.flatMap(({ name, shapes: own }) =>
    own.slice(0, MOST_SHAPES).map((shape, index) => ({ name: index === 0 ? name : '', shape })),
  );
  const left =
    otherLayouts > 0
      ? ` ${plural(otherLayouts, 'participant')} whose window laid the page out otherwise ${otherLayouts === 1 ? 'is' : 'are'} not in it.`
      : '';
  const where = isPicture ? html`the picture “${alt}”` : html`<code>${describeUrl(page)}</code>`;
  return html`<figure class="heat">
    <figcaption><b>Where ${plural(participants, 'participant')} looked</b> on ${where}</figcaption>
    <svg
      class="heat__page"
      viewBox="0 0 ${size.widthPx} ${size.heightPx}"
      role="img"
      aria-label="Heatmap of ${isPicture ? `the picture “${alt}”` : describeUrl(page)}: ${caption}"
    >
      <rect width="100%" height="100%" fill="#ffffff" />
      ${background ? html`<image width="${size.widthPx}" height="${size.heightPx}" preserveAspectRatio="none" href="${toAddress(background)}" />` : outline(size)}
      <image
        width="${size.widthPx}"
        height="${size.heightPx}"
        preserveAspectRatio="none"
        href="${toAddress(overlay)}"
      />
      ${shapes.map(({ name, shape }) => areaOutline(name, shape, size.widthPx / 900))}
    </svg>
    <p class="heat__scale soft small">
      <span>not looked at</span><i style="background: linear-gradient(to right, ${SCALE})"></i
      ><span>looked at longest</span>
    </p>
    <p class="soft small">${caption}.${left} ${describeGround(heat)}</p>
  </figure>`;
}

function describeGround({ isPicture, background }: GroupHeat): string {
  if (isPicture)
    return 'The picture is the study’s; however large each participant saw it, gaze lies where it lay on it.';
  return background
    ? 'The picture is of one participant’s window; what they did not see is white.'
    : 'No pictures of pages came along: the frame is the page’s outline, as far as it was looked at.';
}

function toAddress(picture: Buffer): string {
  return `data:image/webp;base64,${picture.toString('base64')}`;
}

/** Dark on light, so that it is seen on anything. */
function areaOutline(name: string, shape: AoiShape, unit: number): Html {
  const { xDocumentPx: x, yDocumentPx: y } = findBounds(shape);
  const width = Math.round(name.length * 7.4 * unit + 10 * unit);
  return html`<g fill="none" stroke="#ffffff" stroke-width="${3 * unit}">${drawShape(shape)}</g>
    <g fill="none" stroke="#14212b" stroke-width="${1.2 * unit}" stroke-dasharray="${4 * unit} ${3 * unit}">
      ${drawShape(shape)}
    </g>
    ${name !== '' && html`<rect x="${x}" y="${y}" width="${width}" height="${19 * unit}" fill="#14212b" /><text x="${x + 5 * unit}" y="${y + 14 * unit}" font-size="${12.5 * unit}" font-family="sans-serif" fill="#ffffff">${name}</text>`}`;
}

function drawShape(shape: AoiShape): Html {
  if (shape.type === 'polygon') {
    const points = shape.points.map(({ xDocumentPx, yDocumentPx }) => `${xDocumentPx},${yDocumentPx}`);
    return html`<polygon points="${points.join(' ')}" />`;
  }
  const { xDocumentPx: x, yDocumentPx: y, widthPx, heightPx } = shape;
  return shape.type === 'rectangle'
    ? html`<rect x="${x}" y="${y}" width="${widthPx}" height="${heightPx}" />`
    : html`<ellipse
        cx="${x + widthPx / 2}"
        cy="${y + heightPx / 2}"
        rx="${widthPx / 2}"
        ry="${heightPx / 2}"
      />`;
}

/** Lines every 200 px, to tell how far down something is. */
function outline({ widthPx, heightPx }: GroupHeat['size']): Html {
  const lines = Array.from({ length: Math.floor(heightPx / 200) }, (_, i) => (i + 1) * 200);
  return html`${lines.map((y) => html`<line x1="0" x2="${widthPx}" y1="${y}" y2="${y}" stroke="#dde3e7" stroke-width="1" />`)}
    <rect x="0.5" y="0.5" width="${widthPx - 1}" height="${heightPx - 1}" fill="none" stroke="#7d8b96" />`;
}
