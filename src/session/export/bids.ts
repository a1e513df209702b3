// Sessions as a BIDS dataset: eye tracking as physiological recordings, in the shape that BIDS 1.11 gives it.
import type { Fixation } from '../../gaze/fixations.ts';
import type { Session } from '../session-data.ts';
import type { SessionAnalysis } from './analyse-session.ts';
import { createEventsSidecar, createPhysioEventsSidecar, createPhysioSidecar } from './bids-sidecars.ts';
import { bytesFile, gzipText, jsonFile, textFile, type ExportFile } from './export-file.ts';
import { nameParticipant } from '../../heatmap/page-heat.ts';

/** The version of the standard that this is written for. */
export const BIDS_VERSION = '1.11.0';
/** What people did: no two datasets of browsing differ in that. */
const TASK = 'browsing';

/** The names by which files find each other: letters and digits only. */
export type BidsLabels = { subject: string; session: string };

/** `anna-k3` -> `annak3`; the session by when it began, `20261123T093000`. */
export function labelSession({ info }: Pick<Session, 'info'>): BidsLabels {
  const subject = nameParticipant({ info })
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]/g, '');
  const session = new Date(info.createdAt)
    .toISOString()
    .slice(0, 19)
    .replace(/[^0-9T]/g, '');
  return { subject: subject === '' ? 'unnamed' : subject, session };
}

/**
 * Labels for one session after another, none twice: of people whose ids are the same but for what a label cannot hold, and
 * of sessions of one person that began in the same second, the later ones get a number.
 */
export function createBidsLabeller(): (session: Pick<Session, 'info'>) => BidsLabels {
  const subjects = new Map<string, string>();
  const taken = new Set<string>();
  const take = (label: string, place: string): string => {
    let free = label;
    for (let nth = 2; taken.has(`${place}/${free}`); nth += 1) free = `${label}x${nth}`;
    taken.add(`${place}/${free}`);
    return free;
  };
  return (session) => {
    const { subject: wanted, session: label } = labelSession(session);
    const participant = nameParticipant(session);
    const subject = subjects.get(participant) ?? take(wanted, '');
    subjects.set(participant, subject);
    return { subject, session: take(label, subject) };
  };
}

/**
 * What a dataset has once, for all its participants.
 * @see https://bids-specification.readthedocs.io/en/stable/modality-agnostic-files.html
 */
export function createBidsRoot(
  name: string,
  foveaVersion: string,
  subjects: readonly string[],
): ExportFile[] {
  const rows = [...new Set(subjects)].toSorted().map((subject) => `sub-${subject}\n`);
  return [
    jsonFile('dataset_description.json', () => ({
      Name: name === '' ? 'Fovea sessions' : name,
      BIDSVersion: BIDS_VERSION,
      DatasetType: 'raw',
      GeneratedBy: [
        {
          Name: 'Fovea',
          Version: foveaVersion,
          Description: 'Gaze from an ordinary webcam, recorded in the browser.',
        },
      ],
    })),
    textFile('README.md', () => [README]),
    textFile('participants.tsv', () => ['participant_id\n', ...rows]),
    jsonFile('participants.json', () => ({
      participant_id: {
        Description: 'The id that Fovea gave the person, or of nobody in particular the session.',
      },
    })),
  ];
}

/**
 * The files of one session. Times are seconds since it began, and the timestamps are those of the frames: a webcam keeps no
 * constant rate, so `SamplingFrequency` is what it had on the median, and `timestamp` is what holds.
 *
 * @see https://bids-specification.readthedocs.io/en/stable/modality-specific-files/physiological-recordings.html
 */
export function createBidsSession(
  session: Session,
  { fixations, quality }: SessionAnalysis,
  { subject, session: label }: BidsLabels = labelSession(session),
): ExportFile[] {
  const stem = `sub-${subject}_ses-${label}_task-${TASK}`;
  const path = `sub-${subject}/ses-${label}/beh/${stem}`;
  const eye = `${path}_recording-eye1`;
  return [
    textFile(`${path}_events.tsv`, () => writeEvents(session)),
    jsonFile(`${path}_events.json`, () => createEventsSidecar(session, TASK)),
    bytesFile(`${eye}_physio.tsv.gz`, () => gzipText(writePhysio(session))),
    jsonFile(`${eye}_physio.json`, () => createPhysioSidecar(session, quality, TASK)),
    bytesFile(`${eye}_physioevents.tsv.gz`, () => gzipText(writePhysioEvents(fixations, session))),
    jsonFile(`${eye}_physioevents.json`, () => createPhysioEventsSidecar(TASK)),
  ];
}

/** Without a header: the columns are named in the sidecar. */
function* writePhysio({ samples, info }: Session): Generator<string> {
  const { widthPx, heightPx } = info.screen;
  for (let i = 0; i < samples.timestampMs.length; i += 1) {
    const [x, y] = [samples.xScreen[i]! * widthPx, samples.yScreen[i]! * heightPx];
    const view = samples.view[i]!;
    yield row([
      seconds(samples.timestampMs[i]!),
      number(x, 2),
      number(y, 2),
      number(samples.confidence[i]!, 4),
      view < 0 ? NONE : String(view),
      number(samples.xDocumentPx[i]!, 2),
      number(samples.yDocumentPx[i]!, 2),
    ]);
  }
}

/** Fixations, and the gaps in which the eyes were lost; by onset. */
function* writePhysioEvents(fixations: readonly Fixation[], { samples, info }: Session): Generator<string> {
  const { widthPx, heightPx } = info.screen;
  const rows: { onsetMs: number; cells: string[] }[] = fixations.map((fixation) => ({
    onsetMs: fixation.startMs,
    cells: [
      seconds(fixation.startMs),
      seconds(fixation.durationMs),
      'fixation',
      number(fixation.xScreen * widthPx, 2),
      number(fixation.yScreen * heightPx, 2),
    ],
  }));
  for (const { startMs, endMs } of findLosses(samples)) {
    rows.push({ onsetMs: startMs, cells: [seconds(startMs), seconds(endMs - startMs), 'lost', NONE, NONE] });
  }
  rows.sort((a, b) => a.onsetMs - b.onsetMs);
  for (const { cells } of rows) yield row(cells);
}

/** From the first sample without a gaze to the next one with. */
function findLosses({ timestampMs, xScreen }: Session['samples']): { startMs: number; endMs: number }[] {
  const losses: { startMs: number; endMs: number }[] = [];
  for (let i = 0; i < timestampMs.length; i += 1) {
    if (!Number.isNaN(xScreen[i]!)) continue;
    const startMs = timestampMs[i]!;
    while (i + 1 < timestampMs.length && Number.isNaN(xScreen[i + 1]!)) i += 1;
    losses.push({ startMs, endMs: timestampMs[i + 1] ?? timestampMs[i]! });
  }
  return losses;
}

function* writeEvents({ events, views }: Session): Generator<string> {
  yield row(['onset', 'duration', 'trial_type', 'view', 'page', 'x', 'y', 'label']);
  for (const event of events) {
    const view = 'view' in event ? event.view : -1;
    const place = findPlace(event);
    yield row([
      seconds(event.timestampMs),
      NONE,
      event.type,
      view < 0 ? NONE : String(view),
      text(views[view]?.url),
      number(place.x, 2),
      number(place.y, 2),
      text(event.type === 'marker' ? event.label : event.type === 'away' ? event.reason : undefined),
    ]);
  }
}

function findPlace(event: Session['events'][number]): { x: number; y: number } {
  switch (event.type) {
    case 'scroll':
      return { x: event.xScrollPx, y: event.yScrollPx };
    case 'viewport':
    case 'document':
      return { x: event.widthPx, y: event.heightPx };
    case 'click':
      return { x: event.xDocumentPx, y: event.yDocumentPx };
    default:
      return { x: NaN, y: NaN };
  }
}

/** How BIDS writes what is not known. */
const NONE = 'n/a';

function row(cells: readonly string[]): string {
  return `${cells.join('\t')}\n`;
}

function seconds(ms: number): string {
  return number(ms / 1000, 6);
}

function number(value: number, decimals: number): string {
  return Number.isFinite(value) ? String(Number(value.toFixed(decimals))) : NONE;
}

/** A tab or a new line would end the cell. */
function text(value: string | undefined): string {
  const plain = (value ?? '').replace(/\s+/g, ' ').trim();
  return plain === '' ? NONE : plain;
}

const README = `# Sessions recorded with Fovea

Gaze on web pages, from an ordinary webcam, recorded in the browser by Fovea. There are no frames of the webcam in this dataset.

\`*_recording-eye1_physio.tsv.gz\` has a row for each frame of the webcam. Gaze is estimated from both eyes at once, so the
recorded eye is "cyclopean". A webcam keeps no constant rate: \`SamplingFrequency\` is the median rate, and the column
\`timestamp\` tells when each frame was taken, in seconds since the session began. Lost samples are "n/a".

\`*_recording-eye1_physioevents.tsv.gz\` has the fixations, and when the eyes were lost. \`*_events.tsv\` has what happened to
the pages. All onsets are seconds since the session began.
`;
