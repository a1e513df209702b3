// All groups, or what a group is while there is none.
import type { GroupOverview } from '../../../src/group/overview.ts';
import { formatCount, formatSize } from '../../../src/ui/format-size.ts';
import { Meter } from '../../../src/ui/Meter.tsx';
import { ListPage } from '../ListPage.tsx';
import { ImportButton } from '../people/ImportButton.tsx';
import { ImportReports } from '../people/ImportReports.tsx';
import { useImports } from '../people/use-imports.ts';

export function GroupList({ overviews }: { overviews: readonly GroupOverview[] }) {
  const imports = useImports();
  return (
    <ListPage
      title="Groups"
      actions={
        <>
          <ImportButton onFiles={imports.add} />
          <a class="button" href="#join">
            I was invited
          </a>
          <a class="button button--primary" href="#groups/new">
            New group
          </a>
        </>
      }
      notices={
        <ImportReports reports={imports.reports} onCancel={imports.cancel} onDismiss={imports.dismiss} />
      }
      items={overviews}
      getKey={({ group }) => group.id}
      show={(overview) => <GroupCard overview={overview} />}
      empty={{
        testId: 'no-groups',
        title: 'No group yet',
        text: (
          <>
            For a lab: write what people agree to, list names or codes, and give each of them a link. They
            measure themselves, here or in their own browser. You see how far everybody is, and export all of
            it as one file. Nothing is sent anywhere.
          </>
        ),
        picture: <GroupPicture />,
      }}
    />
  );
}

function GroupCard({ overview: { group, totals } }: { overview: GroupOverview }) {
  const { people, done, photos, bytes } = totals;
  return (
    <article class="card group-card" data-testid="group" data-id={group.id}>
      <div class="row row--apart">
        <h2>
          <a href={`#groups/${group.id}`}>{group.title}</a>
        </h2>
        {group.origin === 'joined' && <span class="badge">Joined through a link</span>}
      </div>
      <p class="soft small numbers">
        {people === 0 ? 'Nobody is in it yet' : `${done} of ${formatCount(people, 'person', 'people')} done`}
        {photos > 0 && ` · ${formatCount(photos, 'photo')} · ${formatSize(bytes)}`}
      </p>
      <Meter value={people === 0 ? 0 : done / people} label={`People of ${group.title} who are done`} />
    </article>
  );
}

function GroupPicture() {
  return (
    <>
      {[48, 120, 192].map((x, index) => (
        <g key={x}>
          <rect x={x - 32} y="9" width="64" height="92" rx="10" />
          <circle class={index < 2 ? 'empty__target' : 'empty__seen'} cx={x} cy="46" r="13" />
          <circle class="empty__mark" cx={x} cy="46" r="3" />
          <path d={`M${x - 16} 78h32`} />
        </g>
      ))}
    </>
  );
}
