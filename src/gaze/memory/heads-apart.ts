import type { MemoryEntry } from './frame-memory.ts';

/** How far apart two heads are, in sides of the first one's view: sideways, up and down, and nearer or farther. */
export function measureHeadsApart({ view: a }: Head, { view: b }: Head): number {
  const zoom = a.side - b.side;
  return Math.hypot(a.x - b.x + zoom / 2, a.y - b.y + zoom / 2, zoom) / a.side;
}

type Head = Pick<MemoryEntry, 'view'>;
