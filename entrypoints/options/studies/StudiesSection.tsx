// Studies: the list, or the editor of one of them, as the address says.
import { listDrafts } from '../../../src/storage/study-drafts.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';
import { useLiveQuery } from '../../../src/ui/use-live-query.ts';
import { NotHere } from '../NotHere.tsx';
import { StudyEditor } from './editor/StudyEditor.tsx';
import { StudyList } from './StudyList.tsx';
import './studies.css';

/** @param props.detail Empty for the list, else `ID` or `ID/PLACE`. */
export function StudiesSection({ detail }: { detail: string }) {
  const drafts = useLiveQuery(() => listDrafts(database));
  if (drafts.status === 'loading') return <h1>Studies</h1>;
  if (drafts.status === 'failed') {
    return <Notice kind="problem">Fovea’s database cannot be read: {drafts.message}</Notice>;
  }
  if (detail === '') return <StudyList drafts={drafts.value} />;
  const [id, ...place] = detail.split('/');
  const row = drafts.value.find((draft) => draft.id === id);
  if (!row) {
    return (
      <NotHere testId="no-such-study" title="This study is not here" back="All studies" backTo="#studies" />
    );
  }
  return <StudyEditor key={id} row={row} place={place.join('/')} />;
}
