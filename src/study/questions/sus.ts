// The System Usability Scale: its ten statements, and the score of ten answers.

/**
 * In their order: odd ones speak well of the system, even ones badly. Each is answered with 1 (strongly disagree) to 5
 * (strongly agree).
 * @see Brooke, SUS: a "quick and dirty" usability scale, in Usability Evaluation in Industry (1996), pp. 189-194
 */
export const SUS_STATEMENTS: readonly string[] = [
  'I think that I would like to use this system frequently.',
  'I found the system unnecessarily complex.',
  'I thought the system was easy to use.',
  'I think that I would need the support of a technical person to be able to use this system.',
  'I found the various functions in this system were well integrated.',
  'I thought there was too much inconsistency in this system.',
  'I would imagine that most people would learn to use this system very quickly.',
  'I found the system very cumbersome to use.',
  'I felt very confident using the system.',
  'I needed to learn a lot of things before I could get going with this system.',
];

export const SUS_POINTS = 5;
export const SUS_LOW = 'Strongly disagree';
export const SUS_HIGH = 'Strongly agree';

/**
 * 0..100, 100 is best:
 *
 *     score = 2.5 * (sum over odd statements of (x - 1) + sum over even ones of (5 - x))
 *
 * @param answers ten of 1..5, in the statements' order
 * @throws {RangeError} for any others
 */
export function scoreSus(answers: readonly number[]): number {
  if (answers.length !== SUS_STATEMENTS.length || !answers.every(isPoint)) {
    throw new RangeError(`SUS takes ten answers of 1 to 5, not ${JSON.stringify(answers)}.`);
  }
  const sum = answers.reduce((so, x, index) => so + (index % 2 === 0 ? x - 1 : SUS_POINTS - x), 0);
  return 2.5 * sum;
}

function isPoint(x: number): boolean {
  return Number.isInteger(x) && x >= 1 && x <= SUS_POINTS;
}
