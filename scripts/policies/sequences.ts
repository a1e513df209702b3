/** The benchmark's sequences: what a person does, made of rendered ones. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { MeasurementFrame } from '../../src/measurement/file-format.ts';
import { openMeasurement } from '../evaluate/open-measurements.ts';
import type { OpenMeasurement } from '../evaluate/open-measurements.ts';

const SECOND = 1000;
const LOOK_EVERY_MS = 0.5 * SECOND;
const MINUTE = 60 * SECOND;

/** One look: a frame of a rendered sequence, at its time in the benchmark's. */
export type Look = { source: OpenMeasurement; frame: MeasurementFrame; timestampMs: number };

export type Sequence = {
  name: string;
  person: string;
  looks: Look[];
  /** Looks before this time prepare what is measured; they do not count. */
  countedFromMs: number;
  /** Folder of the dots of the same sitting. */
  dots: string;
};

/** What each sequence is made of: rendered tasks in their order, with the part of each, and what counts. */
const RECIPES: {
  name: string;
  parts: { task: string; fromMs: number; toMs: number }[];
  countedFromMs: number;
}[] = [
  { name: 'random dots', parts: [part('dots', 0, MINUTE)], countedFromMs: 16 * SECOND },
  { name: 'reading', parts: [part('reading', 0, MINUTE)], countedFromMs: 16 * SECOND },
  { name: 'scanning', parts: [part('scanning', 0, MINUTE)], countedFromMs: 16 * SECOND },
  { name: 'pursuit', parts: [part('pursuit', 0, 40 * SECOND)], countedFromMs: 16 * SECOND },
  { name: 'first 16 s of browsing', parts: [part('browsing-lean', 0, 16 * SECOND)], countedFromMs: 0 },
  { name: 'browsing for a minute', parts: [part('browsing-lean', 0, MINUTE)], countedFromMs: 16 * SECOND },
  { name: 'stare from cold', parts: [part('stare', 0, 10 * SECOND)], countedFromMs: 0 },
  {
    name: 'stare after a minute',
    parts: [part('browsing-lean', 0, MINUTE), part('stare', 0, 10 * SECOND)],
    countedFromMs: MINUTE,
  },
  {
    name: 'leant 10 cm: first 10 s',
    parts: [part('browsing-lean', 0, 70 * SECOND)],
    countedFromMs: MINUTE,
  },
  { name: 'then to 30 s', parts: [part('browsing-lean', 0, 90 * SECOND)], countedFromMs: 70 * SECOND },
  { name: 'light: first 10 s', parts: [part('browsing-light', 0, 70 * SECOND)], countedFromMs: MINUTE },
  { name: 'then to 30 s', parts: [part('browsing-light', 0, 90 * SECOND)], countedFromMs: 70 * SECOND },
  {
    name: 'another person: first 10 s',
    parts: [part('browsing-guest', 0, 73 * SECOND)],
    countedFromMs: 63 * SECOND,
  },
  { name: 'then to 30 s', parts: [part('browsing-guest', 0, 93 * SECOND)], countedFromMs: 73 * SECOND },
];

function part(task: string, fromMs: number, toMs: number): { task: string; fromMs: number; toMs: number } {
  return { task, fromMs, toMs };
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
  for (const [index, { parts, countedFromMs, name }] of RECIPES.entries()) {
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
      const title = name === 'then to 30 s' ? `${RECIPES[index - 1]!.name.split(':')[0]}: ${name}` : name;
      sequences.push({ name: title, person, looks, countedFromMs, dots: join(dots, `${person}-m1`) });
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
