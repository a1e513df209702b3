// Who is in which group.
import type { SessionRow } from '../../../src/storage/sessions.ts';
import { formatDate } from '../../../src/ui/format-date.ts';
import type { ComparedIds } from '../addresses.ts';

type Props = { rows: readonly SessionRow[]; ids: ComparedIds; onChange: (ids: ComparedIds) => void };

const CHOICES = ['A', 'B', 'None'] as const;

export function GroupMembers({ rows, ids, onChange }: Props) {
  const [a, b] = ids;
  const groupOf = (id: string): (typeof CHOICES)[number] =>
    a.includes(id) ? 'A' : b.includes(id) ? 'B' : 'None';
  const put = (id: string, group: (typeof CHOICES)[number]): void => {
    const [restA, restB] = [a.filter((one) => one !== id), b.filter((one) => one !== id)];
    onChange([group === 'A' ? [...restA, id] : restA, group === 'B' ? [...restB, id] : restB]);
  };
  return (
    <details class="fold fold--card">
      <summary>Members of the groups</summary>
      <ul class="plain-list members">
        {rows.map(({ id, name, createdAt }) => (
          <li key={id} class="members__row">
            <span>
              <strong>{name}</strong> <span class="soft small">{formatDate(createdAt)}</span>
            </span>
            <fieldset class="segments">
              <legend class="read-aloud">Group of {name}</legend>
              {CHOICES.map((choice) => (
                <label key={choice}>
                  <input
                    type="radio"
                    name={`group-${id}`}
                    checked={groupOf(id) === choice}
                    onChange={() => put(id, choice)}
                  />
                  <span>{choice}</span>
                </label>
              ))}
            </fieldset>
          </li>
        ))}
      </ul>
    </details>
  );
}
