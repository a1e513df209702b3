// Two groups of sessions: who is in which, their heat side by side and as a difference, and what areas say of them.
import { useState } from 'preact/hooks';
import { describeUrl } from '../../../src/session/session-pages.ts';
import { listSessions } from '../../../src/storage/sessions.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { formatCount } from '../../../src/ui/format-size.ts';
import { Meter } from '../../../src/ui/Meter.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { useLiveQuery } from '../../../src/ui/use-live-query.ts';
import { linkComparison, type ComparedIds } from '../addresses.ts';
import { database } from '../../../src/ui/page-database.ts';
import { CompareAreas } from './CompareAreas.tsx';
import { CompareHeat } from './CompareHeat.tsx';
import { GroupMembers } from './GroupMembers.tsx';
import { useGroups, type Groups } from './use-groups.ts';

export function ComparePage({ ids }: { ids: ComparedIds }) {
  const rows = useLiveQuery(() => listSessions(database));
  const groups = useGroups(ids);
  const sizes = ids.map((group) => formatCount(group.length, 'session'));
  return (
    <>
      <div class="session-head">
        <p class="small">
          <a href="#">Sessions</a>
        </p>
        <h1>Compare</h1>
        <p class="soft numbers">
          Group A: {sizes[0]} · Group B: {sizes[1]}
        </p>
      </div>
      {rows.status === 'ready' && (
        <GroupMembers
          rows={rows.value}
          ids={ids}
          onChange={(next) => {
            location.hash = linkComparison(next);
          }}
        />
      )}
      {ids.some((group) => group.length === 0) ? (
        <p class="soft">Each group needs a session.</p>
      ) : (
        <Compared groups={groups} />
      )}
    </>
  );
}

function Compared({ groups }: { groups: Groups }) {
  const [key, setKey] = useState<string | null>(null);
  if (groups.status === 'failed') return <Notice kind="problem">{groups.message}</Notice>;
  if (groups.status === 'cancelled') return <p class="soft">You cancelled it.</p>;
  if (groups.status === 'reading') {
    return (
      <div class="stack stack--tight" role="status">
        <p class="numbers">
          Reading session {groups.done + 1} of {groups.total} …
        </p>
        <Meter value={groups.done / groups.total} label="Reading sessions" />
        <div>
          <Button onClick={groups.cancel}>Cancel</Button>
        </div>
      </div>
    );
  }
  const { both, onlyFirst, onlySecond } = groups.pages;
  const page = both.find((one) => one.key === key) ?? both[0];
  const unmatched = [
    { group: 'A', pages: onlyFirst },
    { group: 'B', pages: onlySecond },
  ].filter(({ pages }) => pages.length > 0);
  return (
    <>
      {unmatched.length > 0 && (
        <Notice kind="hint">
          <div class="stack stack--tight" data-testid="unmatched">
            {unmatched.map(({ group, pages }) => (
              <p key={group}>
                Only in group {group}: {pages.map(({ url }) => describeUrl(url)).join(', ')}.
              </p>
            ))}
          </div>
        </Notice>
      )}
      {page ? (
        <>
          <label class="row page-choice">
            <strong>Page</strong>
            <select value={page.key} onChange={({ currentTarget }) => setKey(currentTarget.value)}>
              {both.map((one) => (
                <option key={one.key} value={one.key}>
                  {one.title} – {describeUrl(one.key)}
                </option>
              ))}
            </select>
            <span class="soft small numbers">
              {formatCount(both.length, 'page')} in both groups, matched by address
            </span>
          </label>
          <CompareHeat key={page.key} page={page} sessions={groups.sessions} />
          <CompareAreas url={page.key} ids={groups.ids} sessions={groups.sessions} />
        </>
      ) : (
        <p class="soft">The groups have no page in common.</p>
      )}
    </>
  );
}
