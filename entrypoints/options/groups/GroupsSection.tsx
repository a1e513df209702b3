// Groups: the list, one of them, or the form of a new one, as the address says.
import { listGroupOverviews } from '../../../src/group/overview.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';
import { useLiveQuery } from '../../../src/ui/use-live-query.ts';
import { NotHere } from '../NotHere.tsx';
import { GroupForm } from './GroupForm.tsx';
import { GroupList } from './GroupList.tsx';
import { GroupView } from './GroupView.tsx';
import './groups.css';

/** @param props.detail Empty for the list, `new`, a group's id, or `ID/edit`. */
export function GroupsSection({ detail }: { detail: string }) {
  const overviews = useLiveQuery(() => listGroupOverviews(database));
  if (overviews.status === 'loading') return <h1>Groups</h1>;
  if (overviews.status === 'failed') {
    return <Notice kind="problem">Fovea’s database cannot be read: {overviews.message}</Notice>;
  }
  if (detail === '') return <GroupList overviews={overviews.value} />;
  if (detail === 'new') return <GroupForm />;
  const [id, page] = detail.split('/');
  const overview = overviews.value.find(({ group }) => group.id === id);
  if (!overview) {
    return (
      <NotHere testId="no-such-group" title="This group is not here" back="All groups" backTo="#groups" />
    );
  }
  return page === 'edit' && overview.group.origin === 'defined' ? (
    <GroupForm key={id} overview={overview} />
  ) : (
    <GroupView key={id} overview={overview} />
  );
}
