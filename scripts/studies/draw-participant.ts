// One made-up participant: what they did, said and measured, drawn by their own seed.
import { createRandom, type Random } from '../../src/measurement/random.ts';
import type { StudyDefinition } from '../../src/study/definition.ts';
import { orderTasks } from '../../src/study/order.ts';
import { POSTER_S, POSTER_TASK } from './poster.ts';
import type { StudyAnswer, Submission, SubmissionCheck, TaskResult } from '../../src/study/submission.ts';

export type DrawnParticipant = Omit<Submission, 'files'> & { accuracyPct: number; precisionPct: number };

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
/** Of the tasks in the study's order: how many manage, and after which share of their time, about. */
const MANAGED = [0.9, 0.65, 0.8];
const TIMES = [0.45, 0.7, 0.55];
const LOG_SPREAD = 0.35;
const CHECK_MS = 8000;

/** @param minutes of the session; the tasks share it */
export function drawParticipant(
  study: StudyDefinition,
  studyHash: string,
  { seed, minutes }: { seed: number; minutes: number },
): DrawnParticipant {
  const random = createRandom(seed * 7919 + 13);
  const participant = Array.from({ length: 8 }, () => pick(CODE_LETTERS, random)).join('');
  const startMs = Date.UTC(2026, 2, 2, 9) + seed * 11 * MINUTE;
  const at = (ms: number) => new Date(startMs + ms).toISOString();
  const accuracyPct = round(3.2 * Math.exp(0.35 * drawNormal(random)), 3);
  const precisionPct = round(0.9 * Math.exp(0.25 * drawNormal(random)), 3);
  const tasks = drawTasks(study, orderTasks(study, participant), minutes * MINUTE, random);
  const figures = { accuracyPct, precisionPct, random };
  return {
    format: 'fovea-submission',
    version: 1,
    id: `made-${String(seed).padStart(6, '0')}`,
    study: { id: study.id, revision: study.revision, hash: studyHash },
    participant,
    language: 'en',
    startedAt: at(-4 * MINUTE),
    finishedAt: at(minutes * MINUTE + 2 * MINUTE),
    status: 'complete',
    consent: {
      version: study.consent.version,
      textHash: '0'.repeat(64),
      language: 'en',
      agreedAt: at(-4 * MINUTE),
    },
    environment: {
      screen: { widthPx: 1920, heightPx: 1080, widthCm: 34.5, heightCm: 19.4 },
      distanceCm: 60,
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36',
      foveaVersion: '0.1.0',
      weightsHash: 'a'.repeat(64),
      backend: 'webgpu',
      glasses: random() < 0.3,
    },
    detail: study.recording.detail,
    measurement: { targets: study.measurement.targets, takenAt: at(-2 * MINUTE) },
    checks: [
      { kind: 'validation', checkedAt: at(-MINUTE), ...drawCheck(0, 13, figures), correction: null },
      ...drawChecks(tasks, at, figures),
    ],
    tasks,
    answers: drawAnswers(study, tasks, at, random),
    accuracyPct,
    precisionPct,
  };
}

/** One after the other, each within its share of the session; a check of 8 s breaks one that takes longer than a minute. */
function drawTasks(
  study: StudyDefinition,
  order: readonly string[],
  totalMs: number,
  random: Random,
): TaskResult[] {
  const slotMs = totalMs / order.filter((task) => task !== POSTER_TASK).length;
  return order.map((task, position) => {
    if (task === POSTER_TASK) {
      const endMs = totalMs + POSTER_S * SECOND;
      return { task, position, outcome: 'success', startMs: totalMs, endMs, pauses: [] };
    }
    const place = study.tasks.findIndex(({ id }) => id === task);
    const startMs = Math.round(position * slotMs + 0.02 * slotMs);
    const mostMs = 0.94 * slotMs;
    const managed = random() < MANAGED[place % MANAGED.length]!;
    const usualMs = TIMES[place % TIMES.length]! * mostMs;
    const drawnMs = Math.min(0.95 * mostMs, usualMs * Math.exp(LOG_SPREAD * drawNormal(random)));
    const outcome = managed ? 'success' : random() < 0.5 ? 'timed-out' : 'gave-up';
    const durationMs = Math.round(outcome === 'timed-out' ? mostMs : drawnMs);
    const pauses =
      durationMs > MINUTE + 2 * CHECK_MS
        ? [{ startMs: startMs + MINUTE, endMs: startMs + MINUTE + CHECK_MS }]
        : [];
    return { task, position, outcome, startMs, endMs: startMs + durationMs, pauses };
  });
}

type Figures = { accuracyPct: number; precisionPct: number; random: Random };

function drawChecks(
  tasks: readonly TaskResult[],
  at: (ms: number) => string,
  figures: Figures,
): SubmissionCheck[] {
  return tasks.flatMap(({ task, startMs, pauses, position }) => {
    const between = position === 0 ? [] : [startMs - 100];
    return [...between, ...pauses.map((pause) => pause.startMs)].map((timestampMs): SubmissionCheck => {
      const check = drawCheck(timestampMs / (10 * MINUTE), 5, figures);
      const place = { kind: 'check' as const, checkedAt: at(timestampMs), timestampMs, task };
      return Object.assign(place, check, { correction: check.drift });
    });
  });
}

/** Gaze drifts downwards with time. */
function drawCheck(drifted: number, targets: number, { accuracyPct, precisionPct, random }: Figures) {
  const worse = Math.exp(0.2 * drawNormal(random)) * (1 + 0.5 * drifted);
  const accuracy = round(targets === 13 ? accuracyPct : accuracyPct * worse, 3);
  const areaPct = 2 * (accuracy + 2 * (precisionPct / 2));
  return {
    figures: {
      grade: [8, 16, 26, 36, 55].findIndex((most) => areaPct <= most) + 1 || 6,
      accuracyPct: accuracy,
      precisionPct,
      // A screen 34.5 cm wide at 60 cm: a per cent of it is about a third of a degree.
      accuracyDeg: round(accuracy * 0.33, 3),
      precisionDeg: round(precisionPct * 0.33, 3),
      dataLossPct: round(4 * random(), 2),
      samplingRateHz: round(29 + random(), 2),
      targets,
      targetsMeasured: targets,
    },
    drift: {
      xScreen: round(0.004 * drawNormal(random), 5),
      yScreen: round(0.02 * drifted + 0.004 * drawNormal(random), 5),
    },
  };
}

function drawAnswers(
  study: StudyDefinition,
  tasks: readonly TaskResult[],
  at: (ms: number) => string,
  random: Random,
): StudyAnswer[] {
  const endMs = Math.max(...tasks.map((task) => task.endMs));
  const liking = 0.68 + 0.15 * drawNormal(random);
  const points = (most: number) =>
    Math.min(most, Math.max(1, Math.round(1 + (most - 1) * (liking + 0.15 * drawNormal(random)))));
  const answers: StudyAnswer[] = [
    {
      question: 'often',
      value: pick(['never', 'yearly', 'yearly', 'monthly'], random),
      answeredAt: at(-3 * MINUTE),
    },
    {
      question: 'devices',
      value: ['laptop', 'phone', 'tablet'].filter(() => random() < 0.5),
      answeredAt: at(-3 * MINUTE),
    },
  ];
  for (const { task, endMs: taskEndMs, outcome } of tasks) {
    const asked = study.tasks.find(({ id }) => id === task)?.questions ?? [];
    if (asked.length === 0) continue;
    const ease = outcome === 'success' ? points(7) : Math.min(3, points(7));
    answers.push({ question: 'ease', task, value: ease, answeredAt: at(taskEndMs) });
    if (!asked.some(({ kind }) => kind === 'nasa-tlx')) continue;
    const value = Array.from({ length: 6 }, () => 5 * Math.round(20 * random()));
    answers.push({ question: 'load', task, value, answeredAt: at(taskEndMs) });
  }
  const sus = Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? points(5) : 6 - points(5)));
  answers.push({ question: 'sus', value: sus, answeredAt: at(endMs + MINUTE) });
  const wishes = pick(
    [null, 'Larger pictures.', 'The menu hides what I look for.', 'Nothing, thank you!'],
    random,
  );
  answers.push({ question: 'wishes', value: wishes, answeredAt: at(endMs + MINUTE) });
  return answers;
}

function pick<T>(items: ArrayLike<T>, random: Random): T {
  return items[Math.floor(random() * items.length)]!;
}

/** Box and Muller. */
function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function round(value: number, places: number): number {
  return Number(value.toFixed(places));
}
