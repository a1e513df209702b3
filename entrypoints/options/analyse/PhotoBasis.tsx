// Says what a photo was read with, and how far that can be trusted.
import { Notice } from '../../../src/ui/Notice.tsx';
import { formatDate } from '../../../src/ui/format-date.ts';
import { formatCount } from '../../../src/ui/format-size.ts';
import type { ReadingBasis } from './read-photo-file.ts';

type Props = {
  basis: ReadingBasis;
  /** Null for somebody who is not in the list. */
  person: { id: string; name: string } | null;
};

export function PhotoBasis({ basis, person }: Props) {
  if (basis.of === 'person') {
    const { frames, from, createdAt } = basis;
    const what =
      from === 'measurement'
        ? `${formatCount(frames, 'photo')} of the measurement of`
        : `${formatCount(frames, 'frame')} of tracking, last saved`;
    return (
      <p class="small" data-testid="photo-basis" data-of="person">
        Read beside what Fovea knows of {person?.name}: {what} {formatDate(createdAt)}. It helps most where
        place and light are the same.
      </p>
    );
  }
  return (
    <Notice kind="hint">
      <div class="stack stack--tight small" data-testid="photo-basis" data-of="anybody">
        <p>
          <strong>Read without knowing the person</strong>, with what holds for people in general. A single
          picture is read poorly that way: the gaze may be far off.
        </p>
        {basis.discarded !== undefined && <p>{basis.discarded}</p>}
        <p>
          {person
            ? `Fovea gets to know ${person.name} while it tracks them, or by a measurement.`
            : 'Fovea gets to know a person while it tracks them, or by a measurement.'}{' '}
          <a href={person ? `#measure/${encodeURIComponent(person.id)}` : '#measure'}>Take one</a>.
        </p>
      </div>
    </Notice>
  );
}
