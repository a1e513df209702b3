// In which order a participant does the tasks; pure, and told by their code alone, so that the analysis can tell it again.
import { createRandom, shuffle } from '../measurement/random.ts';
import { computeChecksum } from '../storage/checksum.ts';
import type { StudyDefinition } from './definition.ts';

/**
 * The tasks' ids in this participant's order. `random`: every order is equally likely. `latin-square`: a row of
 * {@link makeWilliamsSquare}, every row equally likely; so over N participants each row occurs N / rows times on the average,
 * give or take sqrt(N (rows - 1)) / rows, not exactly so often.
 */
export function orderTasks(
  { order, tasks }: Pick<StudyDefinition, 'order'> & { tasks: readonly { id: string }[] },
  participant: string,
): string[] {
  const ids = tasks.map(({ id }) => id);
  if (order === 'fixed') return ids;
  const random = createRandom(computeChecksum(new TextEncoder().encode(participant)));
  if (order === 'random') return shuffle(ids, random);
  const square = makeWilliamsSquare(ids.length);
  const row = square[Math.floor(random() * square.length)]!;
  return row.map((place) => ids[place]!);
}

/**
 * Orders of `count` things, balanced for what follows on what: each is once in each place, and each follows each other one
 * exactly once. That needs an even count; of an odd one there are twice as many rows, and all of it holds twice.
 *
 *     first row: 0, 1, n-1, 2, n-2, …; row r adds r to each, mod n; of an odd n also every row backwards
 *
 * @see Williams, Experimental designs balanced for the estimation of residual effects of treatments (1949)
 */
export function makeWilliamsSquare(count: number): number[][] {
  const first = Array.from({ length: count }, (_, place) =>
    place % 2 === 1 ? (place + 1) / 2 : (count - place / 2) % count,
  );
  const square = first.map((_, row) => first.map((item) => (item + row) % count));
  const isDoubled = count % 2 === 1 && count > 1;
  return isDoubled ? [...square, ...square.map((row) => row.toReversed())] : square;
}
