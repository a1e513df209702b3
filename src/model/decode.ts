/** Decodes the network's heatmap of logits into a point of gaze, its spread and a confidence. */

export type HeatmapGrid = {
  /** The spread of the gaze is this many times that of the heatmap; 1 where absent. */
  spreadScale?: number;
  /** The heatmap has gridSize x gridSize cells, rows (y) first. */
  gridSize: number;
  /** How far the heatmap reaches beyond each side of the screen, as a fraction of the screen. */
  margin: number;
};

export type DecodedGaze = { xScreen: number; yScreen: number; spread: number; confidence: number };

/** Screen coordinate of a cell's centre along one axis: `-margin + (i + 0.5) / G * (1 + 2 * margin)`. */
export function cellCentre(index: number, { gridSize, margin }: HeatmapGrid): number {
  return -margin + ((index + 0.5) / gridSize) * (1 + 2 * margin);
}

/**
 * The expectation of the softmax of the logits, over the screen and its margin:
 *
 *     p = softmax(logits)     (xScreen, yScreen) = sum p c     spread = spreadScale sqrt(sum p |c - gaze|^2)
 *
 * `spread` is in screen fractions. `confidence` = 1 - spread / (the spread of a heatmap that knows nothing), in 0..1.
 *
 * @see https://arxiv.org/abs/1801.07372 Nibali et al. 2018
 */
export function decodeGaze(logits: Float32Array, grid: HeatmapGrid): DecodedGaze {
  const { gridSize, spreadScale = 1 } = grid;
  let largest = -Infinity;
  for (const logit of logits) largest = Math.max(largest, logit);

  let total = 0;
  let [x, y, xx, yy] = [0, 0, 0, 0];
  for (let row = 0; row < gridSize; row += 1) {
    // Relative to the screen's centre, so that the squares stay small and the variance does not cancel.
    const yCell = cellCentre(row, grid) - 0.5;
    for (let column = 0; column < gridSize; column += 1) {
      const xCell = cellCentre(column, grid) - 0.5;
      const weight = Math.exp(logits[row * gridSize + column]! - largest);
      total += weight;
      x += weight * xCell;
      y += weight * yCell;
      xx += weight * xCell * xCell;
      yy += weight * yCell * yCell;
    }
  }
  x /= total;
  y /= total;
  const variance = Math.max(0, xx / total - x * x) + Math.max(0, yy / total - y * y);
  const spread = spreadScale * Math.sqrt(variance);
  return { xScreen: x + 0.5, yScreen: y + 0.5, spread, confidence: toConfidence(spread, grid) };
}

/** `1 / (1 + exp(-logit))`. */
export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/**
 * `1 - spread / flat`, in 0..1, with the spread of the flat heatmap: per axis, G cells of pitch d have the variance
 * `d^2 (G^2 - 1) / 12`.
 */
export function toConfidence(spread: number, { gridSize, margin }: HeatmapGrid): number {
  const pitch = (1 + 2 * margin) / gridSize;
  const flatSpread = Math.sqrt((2 * pitch ** 2 * (gridSize ** 2 - 1)) / 12);
  return Math.min(1, Math.max(0, 1 - spread / flatSpread));
}
