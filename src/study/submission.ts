// What comes back from a participant: format `fovea-submission`, version 1, the `submission.json` of a `*.fovea-submission.zip`.
import { z } from 'zod';
import { DETAIL_LEVELS } from '../session/session-data.ts';

// The extension's policy forbids the code that zod would make of a schema; asked for before there is one.
z.config({ jitless: true });

export const SUBMISSION_FORMAT = 'fovea-submission';
export const SUBMISSION_VERSION = 1;
export const SUBMISSION_FILE_END = '.fovea-submission.zip';
/** Beside `submission.json` in the zip; each is listed in `files`. */
export const SUBMISSION_ENTRY = 'submission.json';
/** The session file, at the level `samples` or `screenshots`; below, the tables alone. */
export const SESSION_FILE = 'session.session.zip';
export const FIXATIONS_FILE = 'fixations.csv';
export const AOIS_FILE = 'aois.csv';

const time = z.iso.datetime({ offset: true });
/** Milliseconds since the session's `createdAt`. */
const sessionTime = z.number().nonnegative();
const pct = z.number().nonnegative();

/** What a check said; see `src/validation/figures.ts`. Null where there was nothing to tell it from. */
export const checkFiguresSchema = z.object({
  grade: z.int().min(1).max(6),
  /** 100 x mean over the targets of the distance from target to mean sample, x in screen widths, y in heights. */
  accuracyPct: pct.nullable(),
  /** Root mean square of successive samples' distances, in the same unit. */
  precisionPct: pct.nullable(),
  accuracyDeg: pct.nullable(),
  precisionDeg: pct.nullable(),
  dataLossPct: pct.max(100),
  samplingRateHz: pct.nullable(),
  targets: z.int().min(1),
  targetsMeasured: z.int().min(0),
});

export const submissionCheckSchema = z.object({
  /** `validation` is the gate before the tasks. */
  kind: z.enum(['validation', 'check']),
  checkedAt: time,
  /** Absent before the session began. */
  timestampMs: sessionTime.optional(),
  /** The task before which, or in which, it was made. */
  task: z.string().optional(),
  figures: checkFiguresSchema,
  /** Median over the targets of (mean sample - target), by axis, screen fractions: what was left after earlier corrections. */
  drift: z.object({ xScreen: z.number(), yScreen: z.number() }).nullable(),
  /** Subtracted from every later sample, beside what earlier checks had said; null where nothing was. */
  correction: z.object({ xScreen: z.number(), yScreen: z.number() }).nullable(),
});

/** How a task ended. `gave-up`: the participant pressed so. `interrupted`: a crash or a closed tab that was not gone on from. */
export const TASK_OUTCOMES = ['success', 'timed-out', 'gave-up', 'interrupted'] as const;

export const taskResultSchema = z.object({
  task: z.string(),
  /** In which place this participant did it, from 0. */
  position: z.int().min(0),
  outcome: z.enum(TASK_OUTCOMES),
  /** Its begin and end in the session; breaks for checks within are in `pauses`. */
  startMs: sessionTime,
  endMs: sessionTime,
  pauses: z.array(z.object({ startMs: sessionTime, endMs: sessionTime })),
});

export const answerSchema = z.object({
  question: z.string(),
  /** The task after which it was asked; absent for those before and after all tasks. */
  task: z.string().optional(),
  /**
   * `single`: an option's id. `multiple`: ids. `likert`: 1..points. `text`: the text. `sus`: ten of 1..5. `nasa-tlx`: six of
   * 0..100. null: not answered, where it need not be.
   */
  value: z.union([z.string(), z.number(), z.array(z.string()), z.array(z.number())]).nullable(),
  answeredAt: time,
});

export const submissionSchema = z.object({
  format: z.literal(SUBMISSION_FORMAT),
  version: z.literal(SUBMISSION_VERSION),
  /** A run's own: who sends it twice has sent it once. */
  id: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  study: z.object({
    id: z.string(),
    revision: z.int().min(1),
    /** SHA-256 of the study file's bytes, hexadecimal. */
    hash: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  /** A code; no name. */
  participant: z.string().min(1).max(64),
  language: z.string(),
  startedAt: time,
  finishedAt: time,
  /** `screened-out`, `below-gate` and `withdrawn` hold no session. */
  status: z.enum(['complete', 'left-early', 'screened-out', 'below-gate', 'withdrawn']),
  /** Why, in a word of ours, where not complete: `screen`, `light`, `glasses`, `accuracy`, `participant`. */
  reason: z.string().optional(),
  consent: z.object({
    version: z.string(),
    /** SHA-256 of the text that was read, as UTF-8, hexadecimal. */
    textHash: z.string(),
    /** That the text was read in: `language` above is the last one chosen. */
    language: z.string().optional(),
    agreedAt: time,
  }),
  environment: z.object({
    screen: z.object({
      widthPx: z.number().positive(),
      heightPx: z.number().positive(),
      widthCm: z.number().positive().optional(),
      heightCm: z.number().positive().optional(),
    }),
    distanceCm: z.number().positive().optional(),
    userAgent: z.string(),
    foveaVersion: z.string(),
    weightsHash: z.string().optional(),
    backend: z.string().optional(),
    glasses: z.boolean().optional(),
  }),
  detail: z.enum(DETAIL_LEVELS),
  measurement: z.object({ targets: z.int(), takenAt: time }).nullable(),
  checks: z.array(submissionCheckSchema),
  tasks: z.array(taskResultSchema),
  answers: z.array(answerSchema),
  files: z.array(
    z.object({ file: z.string(), bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
});

export type Submission = z.infer<typeof submissionSchema>;
export type SubmissionCheck = z.infer<typeof submissionCheckSchema>;
export type TaskResult = z.infer<typeof taskResultSchema>;
export type StudyAnswer = z.infer<typeof answerSchema>;
