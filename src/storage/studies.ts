// Studies in the database: those that a researcher edits here, a participant's runs, and what waits to be sent.
import type { StudyDefinition } from '../study/definition.ts';
import type { ExportedStudy } from '../study/edit/revision.ts';
import type { RunSteps } from '../study/run/run-event.ts';
import type { Submission } from '../study/submission.ts';
import type { Course } from '../study/tasks/course.ts';

/** A study that is edited here. It may be unfinished: `definition` fits the schema only once it is exported. */
export type StudyDraftRow = {
  id: string;
  /** ISO 8601. */
  createdAt: string;
  changedAt: string;
  definition: StudyDefinition;
  /** What was last exported of it, or imported; absent before. */
  exported?: ExportedStudy;
};

/** Where a participant's run stands; what happens within each is `src/study/run`'s. */
export type StudyRunStage =
  | 'consent'
  | 'screening'
  | 'measurement'
  | 'validation'
  | 'questions-before'
  | 'tasks'
  | 'questions-after'
  | 'summary'
  | 'sent'
  | 'kept'
  | 'ended';

/** One participant's way through a study, kept at every step: it goes on where it stopped. */
export type StudyRunRow = {
  /** Also the submission's. */
  id: string;
  studyId: string;
  /** SHA-256 of the file's bytes, hexadecimal. */
  studyHash: string;
  definition: StudyDefinition;
  /** Where the file came from: its origin, or that it was a file. */
  source: { kind: 'file'; name: string } | { kind: 'page'; url: string };
  personId?: string;
  /** The session that the tasks are recorded in. */
  sessionId?: string;
  stage: StudyRunStage;
  /** ISO 8601. */
  createdAt: string;
  changedAt: string;
  /** Ids of the tasks, in this participant's order, and how many of them are behind. */
  taskOrder: string[];
  tasksDone: number;
  /** Where the tasks stand; absent before the first. */
  course?: Course;
  /** What is known within the stage; absent before the first of it. */
  steps?: RunSteps;
  /** What is known so far of what will be sent. */
  record: Partial<Submission>;
  /** Origins (match patterns) that the run was granted, given back at its end. */
  grantedSites: string[];
};

/** A submission that is to be sent, or was. */
export type OutboxRow = {
  /** The submission's, and so the run's. */
  id: string;
  studyId: string;
  createdAt: string;
  fileName: string;
  /** Encrypted where the study has a recipient. */
  file: Blob;
  /** Of `file`, which is emptied once it is sent. */
  bytes: number;
  state: 'waiting' | 'sending' | 'sent' | 'failed';
  attempts: number;
  /** ISO 8601. */
  nextTryAt?: string;
  sentAt?: string;
  /** Where a tus upload goes on. */
  resumeUrl?: string;
  /** A try handed over every byte and heard nothing: the server may have all of it. */
  handedOver?: true;
  /** In words for the participant. */
  problem?: string;
};
