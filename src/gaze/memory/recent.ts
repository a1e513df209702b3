/** Forgets the oldest: the plain sliding window. */
import type { MemoryPolicy } from './frame-memory.ts';

export const recent: MemoryPolicy = { chooseLeaving: () => 0 };
