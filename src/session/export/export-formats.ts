// The formats that a session leaves in, and from which level of detail on each has something to say.
import type { DetailLevel } from '../session-data.ts';
import { includesLevel } from './detail-level.ts';

export const EXPORT_FORMATS = ['session', 'csv', 'parquet', 'bids', 'jspsych', 'png', 'svg', 'webm'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Below this level the format has nothing to hold. */
export const LEAST_LEVEL: Record<ExportFormat, DetailLevel> = {
  session: 'samples',
  csv: 'aois',
  parquet: 'aois',
  bids: 'samples',
  jspsych: 'samples',
  png: 'fixations',
  svg: 'fixations',
  webm: 'screenshots',
};

export function isAvailable(format: ExportFormat, level: DetailLevel): boolean {
  return includesLevel(level, LEAST_LEVEL[format]);
}
