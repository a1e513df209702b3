// After a participant declined, or had their data deleted.
import type { StudyRunRow } from '../../../src/storage/studies.ts';
import { describeElsewhere, type Whereabouts } from '../../../src/study/send/whereabouts.ts';
import { useFocusOnMount } from '../../../src/ui/use-focus-on-mount.ts';
import { ParticipantCode } from '../run/ParticipantCode.tsx';

type Props = { run: StudyRunRow; declined: boolean; whereabouts: Whereabouts };

export function Deleted({ run, declined, whereabouts }: Props) {
  const heading = useFocusOnMount();
  const elsewhere = describeElsewhere(whereabouts);
  const { researcher } = run.definition;
  return (
    <section class="card stack" role="status" data-testid={declined ? 'declined' : 'deleted'}>
      <h1 ref={heading} tabIndex={-1}>
        {declined ? 'You do not take part' : 'Your data is deleted'}
      </h1>
      <p>
        {declined
          ? 'Nothing was recorded, and nothing is stored. You can close this tab.'
          : 'Nothing of this study is left on this computer. You can close this tab.'}
      </p>
      {elsewhere !== null && (
        <>
          <p>
            {elsewhere} from here. To have it deleted too, tell {researcher.name} ({researcher.contact}) your
            code. It is stored nowhere here any more:
          </p>
          <ParticipantCode run={run} />
        </>
      )}
      <p>
        <a href="#">See all studies</a>
      </p>
    </section>
  );
}
