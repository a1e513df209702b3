// Tells how much a page changes, in pictures' worth: content that comes, what moves because of it, attributes, clicks, inner
// scrolling.
import { watchAttributes } from './watch-attributes.ts';

/** So much of either makes a new picture due: nodes that come, and the score of a layout shift. */
const FEW = { nodes: 20, shift: 0.05 } as const;

const SECOND = 1000;
/** What has shifted so short a time ago is being moved, as animations by `top` or `height` do. */
const MOVING_MS = 0.5 * SECOND;

/** Not in the DOM typings. @see https://wicg.github.io/layout-instability/ */
type LayoutShift = PerformanceEntry & { value: number; sources?: readonly { node: Node | null }[] };

/**
 * Calls back with each change, as a share of what makes a new picture due, until aborted. Some of what pages show changes
 * without a word, see `watchAttributes`.
 */
export function watchChanges(
  signal: AbortSignal,
  onChange: (share: number) => void,
  page: Window = window,
): void {
  const { document } = page;
  const nodes = new MutationObserver((records) => {
    let added = 0;
    for (const { addedNodes } of records) added += addedNodes.length;
    if (added > 0) onChange(added / FEW.nodes);
  });
  nodes.observe(document, { childList: true, subtree: true });
  const shiftedMs = new WeakMap<Node, number>();
  /** Whether something shifts that did not a moment ago. */
  const begins = ({ sources = [], startTime }: LayoutShift): boolean => {
    const moved = sources.flatMap(({ node }) => node ?? []);
    const begun = moved.filter((node) => startTime - (shiftedMs.get(node) ?? -Infinity) > MOVING_MS);
    for (const node of moved) shiftedMs.set(node, startTime);
    return moved.length === 0 || begun.length > 0;
  };
  const shifts = new PerformanceObserver((list) => {
    const begun = (list.getEntries() as LayoutShift[]).filter(begins);
    const moved = begun.reduce((sum, { value }) => sum + value, 0);
    if (moved > 0) onChange(moved / FEW.shift);
  });
  if (PerformanceObserver.supportedEntryTypes.includes('layout-shift'))
    shifts.observe({ type: 'layout-shift' });

  watchAttributes(signal, () => onChange(1), page);

  const options = { capture: true, passive: true, signal };
  page.addEventListener('click', () => onChange(1), options);
  document.addEventListener('fullscreenchange', () => onChange(1), options);
  document.addEventListener('toggle', () => onChange(1), options);
  document.addEventListener(
    'scroll',
    ({ target }) => {
      if (target !== document) onChange(0.2);
    },
    options,
  );
  // Pictures, frames and styles that have come.
  document.addEventListener('load', () => onChange(0.25), options);
  page.addEventListener('load', () => onChange(1), options);
  signal.addEventListener('abort', () => {
    nodes.disconnect();
    shifts.disconnect();
  });
}
