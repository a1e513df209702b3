// The group file format, version 1: the types and a strict parser of the `group.json` in a `*.group.zip`.
import { createChecker, type Checker } from '../measurement/check-json.ts';
import { TARGET_COUNTS, type Consent, type GroupRow, type ParticipantRow } from '../storage/groups.ts';
import { isCode, MAX_PARTICIPANTS } from './codes.ts';
import { findConsentProblem, findTitleProblem } from './consent.ts';
import { isId } from './invitation.ts';

export const GROUP_FORMAT = 'fovea-group';
export const GROUP_VERSION = 1;
/** The JSON file at the top of the zip. */
export const GROUP_ENTRY = 'group.json';
export const MAX_GROUP_MEASUREMENTS = 5000;

/** One of the zip's measurement files, and whose it is. */
export type GroupMeasurement = {
  /** `measurements/NAME.measurement.zip`, a path inside the zip. */
  readonly file: string;
  readonly id: string;
  readonly personId: string;
};

export type GroupFile = {
  readonly group: GroupRow;
  readonly participants: readonly ParticipantRow[];
  readonly measurements: readonly GroupMeasurement[];
};

const FILE = /^measurements\/[A-Za-z0-9_-]{1,100}\.measurement\.zip$/;
const HASH = /^[0-9a-f]{64}$/;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Plain JSON; the inverse of {@link parseGroupFile}. */
export function formatGroupFile({ group, participants, measurements }: GroupFile, exportedAt: string) {
  return {
    format: GROUP_FORMAT,
    version: GROUP_VERSION,
    exportedAt,
    group,
    participants: participants.map(({ groupId: _groupId, ...participant }) => participant),
    measurements,
  };
}

/** `measurements/003-P03-1.measurement.zip`: in the order of the list, whatever characters the code has. */
export function measurementFile(participantIndex: number, code: string, number: number): string {
  const safe = code
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  const parts = [String(participantIndex + 1).padStart(3, '0'), ...(safe === '' ? [] : [safe]), number];
  return `measurements/${parts.join('-')}.measurement.zip`;
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
  if (top.version !== GROUP_VERSION) {
    check.refuse('version', top.version, `this version of Fovea reads version ${GROUP_VERSION}`);
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
  return { group, participants, measurements };
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
    createdAt: parseTime(check, group.createdAt, 'group.createdAt'),
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
  const withdrawnAt = check.optional(row.withdrawnAt, `${path}.withdrawnAt`, (value, at) =>
    parseTime(check, value, at),
  );
  return {
    id: parseId(check, row.id, `${path}.id`),
    groupId,
    personId: parseId(check, row.personId, `${path}.personId`),
    code: isCode(row.code) ? row.code : check.refuse(`${path}.code`, row.code, 'it must be a name or a code'),
    addedAt: parseTime(check, row.addedAt, `${path}.addedAt`),
    ...(consent && { consent }),
    ...(withdrawnAt !== undefined && { withdrawnAt }),
  };
}

function parseConsent(check: Checker, json: unknown, path: string): Consent {
  const consent = check.object(json, path);
  return {
    version: parseVersion(check, consent.version, `${path}.version`),
    textHash: check.matching(consent.textHash, `${path}.textHash`, HASH, 'a SHA-256 in hexadecimal'),
    agreedAt: parseTime(check, consent.agreedAt, `${path}.agreedAt`),
  };
}

function parseMeasurementEntry(
  check: Checker,
  json: unknown,
  path: string,
  people: ReadonlySet<string>,
): GroupMeasurement {
  const row = check.object(json, path);
  const personId = parseId(check, row.personId, `${path}.personId`);
  if (!people.has(personId)) check.refuse(`${path}.personId`, personId, 'it must be one of the participants');
  return {
    file: check.matching(row.file, `${path}.file`, FILE, 'a plain name in "measurements/"'),
    id: check.text(row.id, `${path}.id`),
    personId,
  };
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

function parseTime(check: Checker, value: unknown, path: string): string {
  const time = check.matching(value, path, ISO_TIME, 'a time as ISO 8601 writes it, in UTC');
  if (Number.isNaN(Date.parse(time))) check.refuse(path, time, 'it must be a time');
  return time;
}
