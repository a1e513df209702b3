// What the files in a group's zip are called.
import { CHECKS_FOLDER } from './file-format.ts';

/** `measurements/003-P03-1.measurement.zip`: in the order of the list, whatever characters the code has. */
export function measurementFile(participantIndex: number, code: string, number: number): string {
  return `measurements/${nameParticipant(participantIndex, code)}-${number}.measurement.zip`;
}

/** `checks/003-P03-1.accuracy.json` */
export function checksFile(participantIndex: number, code: string, number: number): string {
  return `${CHECKS_FOLDER}${nameParticipant(participantIndex, code)}-${number}.accuracy.json`;
}

function nameParticipant(index: number, code: string): string {
  const safe = code
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return [String(index + 1).padStart(3, '0'), ...(safe === '' ? [] : [safe])].join('-');
}
