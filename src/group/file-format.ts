// The group file format, versions 1 and 2: the types and a strict parser of the `group.json` in a `*.group.zip`.
import { createChecker, type Checker } from '../measurement/check-json.ts';
import { TARGET_COUNTS, type Consent, type GroupRow, type ParticipantRow } from '../storage/groups.ts';
import { isCode, MAX_PARTICIPANTS } from './codes.ts';
import { findConsentProblem, findTitleProblem } from './consent.ts';
import { isId } from './invitation.ts';

export const GROUP_FORMAT = 'fovea-group';
/**
 * 2 is 1 with accuracy checks. A file without any is written as 1, which every Fovea reads. One with some is not: an older
 * Fovea would leave them out without a word, so it is made to refuse the file, and reads it once it is updated.
 */
export const GROUP_VERSIONS = [1, 2] as const;
/** The JSON file at the top of the zip. */
export const GROUP_ENTRY = 'group.json';
/** Where the accuracy checks are in the zip. */
export const CHECKS_FOLDER = 'checks/';
export const MAX_GROUP_MEASUREMENTS = 5000;
export const MAX_GROUP_CHECK_FILES = 5000;
/**
 * In one file of the zip, so that neither who writes nor who reads it holds many: one of 13 dots at 30 frames/s is 47 kB of
 * JSON. So many at all of the bounds of an accuracy file are 19 MB, which the reader takes.
 */
export const MAX_CHECKS_IN_FILE = 25;

/** One of the zip's measurement files, and whose it is. */
export type GroupMeasurement = {
  /** `measurements/NAME.measurement.zip`, a path inside the zip. */
  readonly file: string;
  readonly id: string;
  readonly personId: string;
};

/** One of the zip's files of accuracy checks, and whose they are; a person with many has several. */
export type GroupChecks = {
  /** `checks/NAME.accuracy.json`, a path inside the zip. */
  readonly file: string;
  readonly personId: string;
};

export type GroupFile = {
  readonly group: GroupRow;
  readonly participants: readonly ParticipantRow[];
  readonly measurements: readonly GroupMeasurement[];
  readonly checks: readonly GroupChecks[];
};

const MEASUREMENT_FILE = /^measurements\/[A-Za-z0-9_-]{1,100}\.measurement\.zip$/;
const CHECKS_FILE = /^checks\/[A-Za-z0-9_-]{1,100}\.accuracy\.json$/;
const HASH = /^[0-9a-f]{64}$/;

/** Plain JSON; the inverse of {@link parseGroupFile}. */
export function formatGroupFile(
  { group, participants, measurements, checks }: GroupFile,
  exportedAt: string,
) {
  const [plain, withChecks] = GROUP_VERSIONS;
  return {
    format: GROUP_FORMAT,
    version: checks.length === 0 ? plain : withChecks,
    exportedAt,
    group,
    participants: participants.map(({ groupId: _groupId, ...participant }) => participant),
    measurements,
    ...(checks.length > 0 && { checks }),
  };
}

/**
 * Checks parsed JSON against the format and returns it typed.
 *
 * @param sourceName The zip it came from; errors name it.
 * @throws {MeasurementFileError} naming the first key that does not fit, its value, and what was expected.
 */
export function parseGroupFile(json: unknown, sourceName: string): GroupFile {
  const check = createChecker(sourceName, GROUP_ENTRY);
  const top = check.object(json, '');
  if (top.format !== GROUP_FORMAT) check.refuse('format', top.format, `it must be "${GROUP_FORMAT}"`);
  const version = GROUP_VERSIONS.find((known) => known === top.version);
  if (version === undefined) {
    check.refuse(
      'version',
      top.version,
      `this version of Fovea reads versions ${GROUP_VERSIONS.join(' and ')}`,
    );
  }
  const group = parseGroup(check, top.group);
  const participants = check
    .array(top.participants, 'participants', 0, MAX_PARTICIPANTS)
    .map((row, index) => parseParticipant(check, row, `participants[${index}]`, group.id));
  refuseRepeated(check, participants, 'participants', ['id', 'personId']);
  const people = new Set(participants.map(({ personId }) => personId));
  const measurements = check
    .array(top.measurements, 'measurements', 0, MAX_GROUP_MEASUREMENTS)
    .map((row, index) => parseMeasurementEntry(check, row, `measurements[${index}]`, people));
  refuseRepeated(check, measurements, 'measurements', ['id', 'file']);
  const checks =
    version === 1
      ? []
      : check
          .array(top.checks, 'checks', 0, MAX_GROUP_CHECK_FILES)
          .map((row, index) => parseChecksEntry(check, row, `checks[${index}]`, people));
  refuseRepeated(check, checks, 'checks', ['file']);
  return { group, participants, measurements, checks };
}

function parseGroup(check: Checker, json: unknown): GroupRow {
  const group = check.object(json, 'group');
  const consent = check.object(group.consent, 'group.consent');
  const targetCount = TARGET_COUNTS.find((count) => count === group.targetCount);
  return {
    id: parseId(check, group.id, 'group.id'),
    title: isFree(group.title, findTitleProblem)
      ? group.title
      : check.refuse('group.title', group.title, 'it must be a title that Fovea lets a group have'),
    createdAt: check.utcTime(group.createdAt, 'group.createdAt'),
    consent: {
      text: isFree(consent.text, findConsentProblem)
        ? consent.text
        : check.refuse(
            'group.consent.text',
            consent.text,
            'it must be a text that Fovea lets people agree to',
          ),
      version: parseVersion(check, consent.version, 'group.consent.version'),
    },
    targetCount:
      targetCount ??
      check.refuse('group.targetCount', group.targetCount, `it must be one of ${TARGET_COUNTS.join(', ')}`),
    origin: check.oneOf(group.origin, 'group.origin', ['defined', 'joined']),
  };
}

function isFree(value: unknown, findProblem: (text: string) => string | undefined): value is string {
  return typeof value === 'string' && findProblem(value) === undefined;
}

function parseParticipant(check: Checker, json: unknown, path: string, groupId: string): ParticipantRow {
  const row = check.object(json, path);
  const consent = check.optional(row.consent, `${path}.consent`, (value, at) =>
    parseConsent(check, value, at),
  );
  const withdrawnAt = check.optional(row.withdrawnAt, `${path}.withdrawnAt`, check.utcTime);
  return {
    id: parseId(check, row.id, `${path}.id`),
    groupId,
    personId: parseId(check, row.personId, `${path}.personId`),
    code: isCode(row.code) ? row.code : check.refuse(`${path}.code`, row.code, 'it must be a name or a code'),
    addedAt: check.utcTime(row.addedAt, `${path}.addedAt`),
    ...(consent && { consent }),
    ...(withdrawnAt !== undefined && { withdrawnAt }),
  };
}

function parseConsent(check: Checker, json: unknown, path: string): Consent {
  const consent = check.object(json, path);
  return {
    version: parseVersion(check, consent.version, `${path}.version`),
    textHash: check.matching(consent.textHash, `${path}.textHash`, HASH, 'a SHA-256 in hexadecimal'),
    agreedAt: check.utcTime(consent.agreedAt, `${path}.agreedAt`),
  };
}

function parseMeasurementEntry(
  check: Checker,
  json: unknown,
  path: string,
  people: ReadonlySet<string>,
): GroupMeasurement {
  const row = check.object(json, path);
  return {
    file: check.matching(row.file, `${path}.file`, MEASUREMENT_FILE, 'a plain name in "measurements/"'),
    id: check.text(row.id, `${path}.id`),
    personId: parseOwner(check, row.personId, `${path}.personId`, people),
  };
}

function parseChecksEntry(
  check: Checker,
  json: unknown,
  path: string,
  people: ReadonlySet<string>,
): GroupChecks {
  const row = check.object(json, path);
  return {
    file: check.matching(row.file, `${path}.file`, CHECKS_FILE, `a plain name in "${CHECKS_FOLDER}"`),
    personId: parseOwner(check, row.personId, `${path}.personId`, people),
  };
}

function parseOwner(check: Checker, json: unknown, path: string, people: ReadonlySet<string>): string {
  const personId = parseId(check, json, path);
  return people.has(personId) ? personId : check.refuse(path, personId, 'it must be one of the participants');
}

function refuseRepeated<K extends string>(
  check: Checker,
  rows: readonly Readonly<Record<K, string>>[],
  path: string,
  keys: readonly K[],
): void {
  for (const key of keys) {
    const seen = new Set<string>();
    for (const [index, row] of rows.entries()) {
      if (seen.has(row[key])) check.refuse(`${path}[${index}].${key}`, row[key], 'it is there twice');
      seen.add(row[key]);
    }
  }
}

function parseId(check: Checker, value: unknown, path: string): string {
  return isId(value) ? value : check.refuse(path, value, 'it must be an id that Fovea makes');
}

function parseVersion(check: Checker, value: unknown, path: string): number {
  const version = check.positive(value, path);
  if (!Number.isInteger(version) || version > 1_000_000)
    check.refuse(path, value, 'it must be a whole number');
  return version;
}
