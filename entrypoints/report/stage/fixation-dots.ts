// Fixations as faint dots: enough to see where an area should lie.
import type { PageFixation } from '../../../src/session/session-pages.ts';
import type { Layer } from './layers.ts';

const RADIUS_PX = 4;

export function createFixationDots(fixations: readonly PageFixation[]): Layer {
  return (context, { scale, yDocumentPx, heightPx }) => {
    const radius = (RADIUS_PX * devicePixelRatio) / scale;
    context.lineWidth = devicePixelRatio / scale;
    context.fillStyle = 'rgb(255 176 0 / 75%)';
    context.strokeStyle = 'rgb(11 59 68 / 80%)';
    for (const { xDocumentPx: x, yDocumentPx: y } of fixations) {
      if (y < yDocumentPx - radius || y > yDocumentPx + heightPx + radius) continue;
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
  };
}
