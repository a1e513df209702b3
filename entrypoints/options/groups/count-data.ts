// What there is of a person or of a group, as a sentence about its deletion says it.
import type { Progress } from '../../../src/group/progress.ts';
import { formatCount } from '../../../src/ui/format-size.ts';

/** `100 photos and 2 accuracy checks`; only photos where there are no checks. */
export function countData({ frames, checks }: Pick<Progress, 'frames' | 'checks'>): string {
  const photos = formatCount(frames, 'photo');
  return checks === 0 ? photos : `${photos} and ${formatCount(checks, 'accuracy check')}`;
}
