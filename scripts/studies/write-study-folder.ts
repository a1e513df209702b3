// A whole study as a researcher has it: its file, a folder of what came back, and what is true of it. The same seed makes the same
// one, but for what encryption adds.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { writeCsv } from '../../src/session/export/csv.ts';
import { includesLevel } from '../../src/session/export/detail-level.ts';
import type { DetailLevel, Session } from '../../src/session/session-data.ts';
import type { Exclusion } from '../../src/study/collect/judge.ts';
import type { StudyDefinition } from '../../src/study/definition.ts';
import { hashStudy } from '../../src/study/study-hash.ts';
import {
  AOIS_FILE,
  FIXATIONS_FILE,
  SESSION_FILE,
  SUBMISSION_FILE_END,
  type TaskResult,
} from '../../src/study/submission.ts';
import { isWithinTask } from '../../src/study/submission-zip/cut-to-task.ts';
import { createStudyTables } from '../../src/study/submission-zip/study-tables.ts';
import type { Truth } from '../sessions/truth.ts';
import { drawParticipant, type DrawnParticipant } from './draw-participant.ts';
import { makeStudy, nameArea, type KnownArea } from './made-study.ts';
import { packSubmission, type PackedFile } from './pack-submission.ts';
import { makePosterTask } from './poster.ts';
import { makeTemplate, type SessionTemplate } from './session-templates.ts';

export type StudyFolderOptions = {
  participants: number;
  seed?: number;
  minutes?: number;
  detail?: DetailLevel;
  /** Sessions that are generated; participants beyond so many share them. */
  templates?: number;
  /** A last task on a picture, after the minutes on pages. */
  poster?: boolean;
  /** Which files are encrypted. */
  encrypted?: 'none' | 'all' | 'half';
  /** What becomes of participants, one after the other, beginning with the first; the rest complete the study. */
  fates?: readonly Fate[];
  onProgress?: (done: number) => void;
};

/** `complete` and `left-early` count; so does a run of which a `copy` came too. */
export const FATES = [
  'complete',
  'left-early',
  'copy',
  'screened-out',
  'below-gate',
  'withdrawn',
  'damaged',
  'tampered',
  'other-study',
  'other-revision',
  'data-loss',
  'again',
] as const;
export type Fate = (typeof FATES)[number];

export type TrueArea = { task: string; area: string; dwellMs: number; fixations: number };

export type TrueParticipant = {
  participant: string;
  submission: string;
  fate: Fate;
  accuracyPct: number;
  tasks: TaskResult[];
  sus: number;
  areas: TrueArea[];
};

export type StudyTruth = {
  participants: TrueParticipant[];
  /** Files that are left out, by name, and why. */
  left: Record<string, Exclusion>;
  included: number;
  files: number;
};

export type StudyFolder = {
  definition: StudyDefinition;
  /** Paths. */
  studyFile: string;
  submissions: string;
  keyFile: string | null;
  truth: StudyTruth;
};

const LOSSY_PCT = 75;

export async function writeStudyFolder(folder: string, options: StudyFolderOptions): Promise<StudyFolder> {
  const {
    participants,
    seed = 1,
    minutes = 1.5,
    detail = 'samples',
    encrypted = 'none',
    fates = [],
    poster = false,
  } = options;
  const identity = encrypted === 'none' ? null : await generateIdentity();
  const recipient = identity === null ? undefined : await identityToRecipient(identity);
  const definition = makeStudy({
    detail,
    ...(recipient !== undefined && { recipient }),
    ...(poster && { lastTask: await makePosterTask() }),
  });
  const text = `${JSON.stringify(definition, null, 2)}\n`;
  const hash = await hashStudy(new TextEncoder().encode(text));
  const submissions = join(folder, 'submissions');
  await mkdir(submissions, { recursive: true });
  const studyFile = join(folder, 'study.fovea-study.json');
  await writeFile(studyFile, text);
  const keyFile = identity === null ? null : join(folder, 'key.txt');
  if (keyFile !== null) await writeFile(keyFile, `# of a made-up study\n${identity}\n`);
  const templates = createTemplates(options.templates ?? participants, { minutes, seed, detail, poster });
  const truth: StudyTruth = { participants: [], left: {}, included: 0, files: 0 };
  const write = async (name: string, bytes: Uint8Array, why?: Exclusion): Promise<void> => {
    await mkdir(dirname(join(submissions, name)), { recursive: true });
    await writeFile(join(submissions, name), bytes);
    truth.files += 1;
    if (why) truth.left[name] = why;
  };
  for (let index = 0; index < participants; index += 1) {
    const fate = fates[index] ?? 'complete';
    const drawn = drawParticipant(definition, hash, { seed: seed * 1000 + index, minutes });
    const template = await templates.get(index, fate === 'data-loss');
    const to = encrypted === 'all' || (encrypted === 'half' && index % 2 === 0) ? recipient : undefined;
    await writeFate({ fate, drawn, template, definition, to }, write);
    truth.participants.push(tell(definition, drawn, fate, template.made.truth));
    options.onProgress?.(index + 1);
  }
  truth.included = truth.files - Object.keys(truth.left).length;
  await writeFile(join(folder, 'truth.json'), JSON.stringify(truth, null, 1));
  return { definition, studyFile, submissions, keyFile, truth };
}

/** Made when they are first asked for. */
function createTemplates(
  count: number,
  { minutes, seed, detail, poster }: { minutes: number; seed: number; detail: DetailLevel; poster: boolean },
) {
  const made = new Map<number, Promise<SessionTemplate>>();
  return {
    get(index: number, lossy: boolean): Promise<SessionTemplate> {
      const key = lossy ? -1 : index % count;
      const template =
        made.get(key) ??
        makeTemplate(
          { minutes, seed: seed * 100 + key + 1, ...(lossy && { lossPct: LOSSY_PCT }) },
          detail,
          poster,
        );
      made.set(key, template);
      return template;
    },
  };
}

type Made = {
  fate: Fate;
  drawn: DrawnParticipant;
  template: SessionTemplate;
  definition: StudyDefinition;
  to: string | undefined;
};

type Write = (name: string, bytes: Uint8Array, why?: Exclusion) => Promise<void>;

async function writeFate(made: Made, write: Write): Promise<void> {
  const { fate, drawn, to } = made;
  const { accuracyPct: _, precisionPct: __, ...whole } = drawn;
  const name = nameFile(drawn.id, to);
  const bare = { ...whole, checks: [], tasks: [], answers: [] };
  switch (fate) {
    case 'complete':
      return write(name, await packSubmission(whole, await packSession(made), to));
    case 'left-early': {
      const tasks = whole.tasks
        .slice(0, 1)
        .map((task) => Object.assign({}, task, { outcome: 'interrupted' as const }));
      const answers = whole.answers.filter(({ task, question }) => task === undefined && question !== 'sus');
      const left = { ...whole, status: 'left-early' as const, reason: 'participant', tasks, answers };
      return write(
        name,
        await packSubmission(left, await packSession({ ...made, drawn: { ...drawn, tasks } }), to),
      );
    }
    case 'copy': {
      const bytes = await packSubmission(whole, await packSession(made), to);
      await write(name, bytes);
      // As a tus server calls it.
      return write(`second/${'9f'.repeat(8)}${drawn.id}`, bytes, 'duplicate');
    }
    case 'screened-out':
      return write(
        name,
        await packSubmission({ ...bare, status: fate, reason: 'screen', measurement: null }, [], to),
        fate,
      );
    case 'below-gate': {
      const checks = whole.checks.slice(0, 1).map((check) => {
        return Object.assign({}, check, { figures: { ...check.figures, grade: 6, accuracyPct: 31.2 } });
      });
      return write(
        name,
        await packSubmission({ ...bare, checks, status: fate, reason: 'accuracy' }, [], to),
        fate,
      );
    }
    case 'withdrawn': {
      await write(name, await packSubmission(whole, await packSession(made), to), fate);
      const back = { ...bare, status: fate, reason: 'participant' };
      return write(`withdrawn/${name}`, await packSubmission(back, [], to), fate);
    }
    case 'damaged': {
      const bytes = await packSubmission(whole, await packSession(made), to);
      return write(name, bytes.subarray(0, Math.floor(bytes.length * 0.7)), 'unreadable');
    }
    case 'tampered': {
      const files = await packSession(made);
      const bytes = await packSubmission(whole, files);
      // The first byte of the session's own content, behind the name of its entry.
      const place = Buffer.from(bytes.buffer).indexOf(SESSION_FILE) + SESSION_FILE.length + 60;
      bytes[place] = bytes[place]! ^ 0xff;
      return write(nameFile(drawn.id, undefined), bytes, 'unreadable');
    }
    case 'other-study': {
      const study = { ...whole.study, id: 'another-shop' };
      return write(name, await packSubmission({ ...whole, study }, await packSession(made), to), fate);
    }
    case 'other-revision': {
      const study = { ...whole.study, revision: 1, hash: 'b'.repeat(64) };
      return write(name, await packSubmission({ ...whole, study }, await packSession(made), to), fate);
    }
    case 'data-loss':
      return write(name, await packSubmission(whole, await packSession(made), to), fate);
    case 'again': {
      await write(name, await packSubmission(whole, await packSession(made), to));
      const id = `${whole.id}-b`;
      const startedAt = whole.finishedAt;
      const later = { ...whole, id, startedAt };
      return write(
        nameFile(id, to),
        await packSubmission(later, await packSession(made), to),
        'repeated-participant',
      );
    }
  }
}

function nameFile(id: string, recipient: string | undefined): string {
  return `${id}${SUBMISSION_FILE_END}${recipient === undefined ? '' : '.age'}`;
}

/** What comes along at the study's level. */
async function packSession({ drawn, template, definition }: Made): Promise<PackedFile[]> {
  const { id, participant, detail, accuracyPct, precisionPct, tasks } = drawn;
  const createdAt = drawn.checks[0]!.checkedAt;
  if (includesLevel(detail, 'samples')) {
    const own = {
      id: `session-${id}`,
      participant,
      study: definition.id,
      createdAt,
      accuracyPct,
      precisionPct,
    };
    return [{ file: SESSION_FILE, bytes: await template.pack(own) }];
  }
  const { session } = template.made;
  const accuracy = { checkedAt: createdAt, errorPct: accuracyPct, precisionPct };
  const own: Session = { ...session, info: { ...session.info, person: participant, accuracy } };
  const tables = createStudyTables(own, definition, tasks, detail);
  const csv = (table: typeof tables.aois) => new TextEncoder().encode([...writeCsv(table)].join(''));
  const aois = { file: AOIS_FILE, bytes: csv(tables.aois) };
  return detail === 'aois' ? [aois] : [{ file: FIXATIONS_FILE, bytes: csv(tables.fixations) }, aois];
}

function tell(
  definition: StudyDefinition,
  { participant, id, tasks, answers, accuracyPct }: DrawnParticipant,
  fate: Fate,
  truth: Truth,
): TrueParticipant {
  const sus = answers.find(({ question }) => question === 'sus')!.value as number[];
  return {
    participant,
    submission: id,
    fate,
    accuracyPct,
    tasks,
    // Brooke's own words: odd items count what they are over one, even ones what they are below five, 2.5 each.
    sus: sus.reduce((sum, point, i) => sum + (i % 2 === 0 ? point - 1 : 5 - point), 0) * 2.5,
    areas: tasks.flatMap((task) => {
      const own = truth.fixations.filter(
        ({ startMs, endMs }) => isWithinTask(task, startMs) && isWithinTask(task, endMs - 1),
      );
      const areas = definition.tasks.find((one) => one.id === task.task)!.aois;
      return areas.map(({ id: area }) => {
        // Those of pages are known by names of their own, within each task.
        const on = own.filter(({ aois }) =>
          aois.some((one) => one === area || nameArea(task.task, one as KnownArea) === area),
        );
        const dwellMs = on.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
        return { task: task.task, area, dwellMs, fixations: on.length };
      });
    }),
  };
}
