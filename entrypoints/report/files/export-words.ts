// What the levels of detail and the formats of an export are called.
import type { ExportFormat } from '../../../src/session/export/export-formats.ts';
import type { DetailLevel } from '../../../src/session/session-data.ts';

type Words = { name: string; what: string };

export const LEVEL_WORDS: Record<DetailLevel, Words> = {
  aois: { name: 'Totals of areas', what: 'metrics of the areas of interest; no addresses, no single looks' },
  fixations: { name: 'Fixations', what: 'and every fixation, with the pages’ addresses and the clicks' },
  samples: { name: 'Samples', what: 'and every gaze sample' },
  screenshots: { name: 'Pictures of the pages', what: 'and what was on the screen: it may show anything' },
};

export const FORMAT_WORDS: Record<ExportFormat, Words> = {
  session: { name: 'Session file', what: 'for Fovea: import it here or elsewhere' },
  csv: { name: 'CSV', what: 'with a data dictionary' },
  parquet: { name: 'Parquet', what: 'for DuckDB and pandas' },
  bids: { name: 'BIDS', what: 'eye tracking as BIDS has it' },
  jspsych: { name: 'jsPsych', what: 'JSON as its eye tracking makes it' },
  png: { name: 'PNG', what: 'heatmaps as pictures' },
  svg: { name: 'SVG', what: 'heatmaps as drawings' },
  webm: { name: 'WebM', what: 'the replay as a film' },
};
