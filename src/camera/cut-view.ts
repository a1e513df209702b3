/** Cuts views out of a picture's central square, from the picture's own pixels. */
import { createAreaDownscale } from './area-downscale.ts';
import type { AreaDownscale } from './area-downscale.ts';
import type { View } from './framing.ts';
import { getSquareCrop } from './square-crop.ts';

/** RGBA bytes, row by row. */
export type Picture = { rgba: Uint8Array | Uint8ClampedArray; widthPx: number; heightPx: number };

/** Gives a view of the picture's square: RGB, `[size, size, 3]`, 0..255, not rounded. */
export type ViewCutter = (picture: Picture, view: View) => Float32Array;

/**
 * Makes a cutter to `size` x `size` pixels. The view's corners lie between pixels, and its boxes are weighed by area:
 * nothing is rounded, so the network can be told exactly where it looks.
 *
 * What it prepares for a view holds until it is given another one, or a picture of another size.
 */
export function createViewCutter(size: number): ViewCutter {
  let prepared: { widthPx: number; heightPx: number; view: View; downscale: AreaDownscale } | undefined;
  return ({ rgba, widthPx, heightPx }, view) => {
    if (prepared?.view !== view || prepared.widthPx !== widthPx || prepared.heightPx !== heightPx) {
      const square = getSquareCrop(widthPx, heightPx);
      const crop = {
        x: square.x + view.x * square.side,
        y: square.y + view.y * square.side,
        side: view.side * square.side,
      };
      const downscale = createAreaDownscale({ width: widthPx, height: heightPx, channels: 4, crop, size });
      prepared = { widthPx, heightPx, view, downscale };
    }
    return prepared.downscale(rgba);
  };
}
