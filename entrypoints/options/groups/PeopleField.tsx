// Who is in the group: codes that are made, or names and codes that are typed or pasted.
import { formatCount } from '../../../src/ui/format-size.ts';
import { ProblemText } from './ProblemText.tsx';

export type NewPeople = { how: 'none' | 'made' | 'typed'; count: string; typed: string };

type Props = {
  people: NewPeople;
  /** Codes of those who are in the group already. */
  existing: readonly string[];
  problem: string | undefined;
  onPeople: (people: NewPeople) => void;
};

export function PeopleField({ people, existing, problem, onPeople }: Props) {
  const choose = (how: NewPeople['how'], label: string) => (
    <label class="check">
      <input
        type="radio"
        name="people"
        checked={people.how === how}
        onChange={() => onPeople({ ...people, how })}
      />
      {label}
    </label>
  );
  return (
    <fieldset class="plain-set">
      <legend>{existing.length === 0 ? 'People' : 'More people'}</legend>
      <div class="stack stack--tight">
        {existing.length > 0 && (
          <p class="soft small">
            {formatCount(existing.length, 'is', 'are')} in the group already, and stay in it. They are removed
            in the group’s table.
          </p>
        )}
        {choose('none', existing.length === 0 ? 'Nobody yet' : 'No more')}
        {choose('made', 'Codes such as P01, P02')}
        {people.how === 'made' && (
          <label class="field field--narrow">
            How many
            <input
              type="number"
              min={1}
              max={500}
              value={people.count}
              data-field="people"
              aria-invalid={problem !== undefined}
              aria-describedby="people-problem"
              onInput={(event) => onPeople({ ...people, count: event.currentTarget.value })}
            />
          </label>
        )}
        {choose('typed', 'Names or codes of my own')}
        {people.how === 'typed' && (
          <label class="field">
            One on each line, or pasted from a spreadsheet
            <textarea
              rows={6}
              spellcheck={false}
              value={people.typed}
              data-field="people"
              aria-invalid={problem !== undefined}
              aria-describedby="people-problem"
              onInput={(event) => onPeople({ ...people, typed: event.currentTarget.value })}
            />
          </label>
        )}
        <ProblemText id="people-problem" text={problem} />
      </div>
    </fieldset>
  );
}
