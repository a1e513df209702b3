/** The benchmark's sequences: what a person does, made of rendered ones. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { MeasurementFrame } from '../../src/measurement/file-format.ts';
import { openMeasurement } from '../evaluate/open-measurements.ts';
import type { OpenMeasurement } from '../evaluate/open-measurements.ts';

const SECOND = 1000;
const LOOK_EVERY_MS = 0.5 * SECOND;
const MINUTE = 60 * SECOND;
/** The column whose growth is looked at, too. */
export const STARE = 'stare after a minute';

/** One look: a frame of a rendered sequence, at its time in the benchmark's. */
export type Look = { source: OpenMeasurement; frame: MeasurementFrame; timestampMs: number };

export type Sequence = {
  person: string;
  looks: Look[];
  /** What is asked of it, each a column of the table. */
  spans: Span[];
  /** Folder of the dots of the same sitting. */
  dots: string;
};

/** The looks from one time to another, of which a column of the table is the mean. */
export type Span = { name: string; fromMs: number; toMs: number };

type Recipe = { parts: { task: string; fromMs: number; toMs: number }[]; spans: Span[] };

/** When the memory holds 32 looks. */
const FILLED_MS = 16 * SECOND;

const STARE_MS = 10 * SECOND;
/** Where each of the places begins that a rendered stare is of. */
const STARES = [0, STARE_MS, 2 * STARE_MS];

/** What each sequence is made of: rendered tasks in their order, with the part of each, and what counts. */
const RECIPES: Recipe[] = [
  { parts: [part('dots', 0, MINUTE)], spans: [span('random dots', FILLED_MS, MINUTE)] },
  { parts: [part('reading', 0, MINUTE)], spans: [span('reading', FILLED_MS, MINUTE)] },
  { parts: [part('scanning', 0, MINUTE)], spans: [span('scanning', FILLED_MS, MINUTE)] },
  { parts: [part('pursuit', 0, MINUTE)], spans: [span('pursuit', FILLED_MS, MINUTE)] },
  ...STARES.map((fromMs) => ({
    parts: [part('stare', fromMs, fromMs + STARE_MS)],
    spans: [span('stare from cold', 0, STARE_MS)],
  })),
  ...STARES.map((fromMs) => ({
    parts: [part('browsing-lean', 0, MINUTE), part('stare', fromMs, fromMs + STARE_MS)],
    spans: [span(STARE, MINUTE, MINUTE + STARE_MS)],
  })),
  {
    parts: [part('browsing-lean', 0, 90 * SECOND)],
    spans: [
      span('browsing: first 16 s', 0, FILLED_MS),
      span('to a minute', FILLED_MS, MINUTE),
      span('leant 10 cm: first 10 s', MINUTE, MINUTE + 10 * SECOND),
      span('leant: to 30 s', MINUTE + 10 * SECOND, 90 * SECOND),
    ],
  },
  {
    parts: [part('browsing-light', 0, 90 * SECOND)],
    spans: [
      span('other light: first 10 s', MINUTE, MINUTE + 10 * SECOND),
      span('light: to 30 s', MINUTE + 10 * SECOND, 90 * SECOND),
    ],
  },
  {
    parts: [part('browsing-guest', 0, 93 * SECOND)],
    spans: [
      span('another person: first 10 s', 63 * SECOND, 73 * SECOND),
      span('person: to 30 s', 73 * SECOND, 93 * SECOND),
    ],
  },
];

function part(task: string, fromMs: number, toMs: number): { task: string; fromMs: number; toMs: number } {
  return { task, fromMs, toMs };
}

function span(name: string, fromMs: number, toMs: number): Span {
  return { name, fromMs, toMs };
}

/** The sequences that can be made of what is rendered, per recipe one for each person; those that cannot are left out. */
export async function openSequences(folder: string, dots: string, people: string[]): Promise<Sequence[]> {
  const opened = new Map<string, OpenMeasurement>();
  const open = async (id: string): Promise<OpenMeasurement | undefined> => {
    const path = join(folder, id);
    if (!opened.has(id) && (await exists(path))) opened.set(id, await openMeasurement(path));
    return opened.get(id);
  };
  const sequences: Sequence[] = [];
  for (const { parts, spans } of RECIPES) {
    for (const person of people) {
      const sources = await Promise.all(parts.map(({ task }) => open(`${person}-m1-${task}`)));
      if (!sources.every((source) => source !== undefined)) continue;
      let offsetMs = 0;
      const looks = parts.flatMap(({ fromMs, toMs }, i) => {
        const some = thin(sources[i]!, fromMs, toMs).map(({ source, frame, timestampMs }) => ({
          source,
          frame,
          timestampMs: timestampMs - fromMs + offsetMs,
        }));
        offsetMs += toMs - fromMs;
        return some;
      });
      sequences.push({ person, looks, spans, dots: join(dots, `${person}-m1`) });
    }
  }
  return sequences;
}

/** Two looks a second. */
function thin(source: OpenMeasurement, fromMs: number, toMs: number): Look[] {
  let nextMs = fromMs;
  const looks: Look[] = [];
  for (const frame of source.measurement.frames) {
    const { timestampMs } = frame;
    if (timestampMs < nextMs - 1 || timestampMs >= toMs) continue;
    looks.push({ source, frame, timestampMs });
    nextMs = timestampMs + LOOK_EVERY_MS;
  }
  return looks;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
