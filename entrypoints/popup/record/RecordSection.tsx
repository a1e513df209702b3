// Recording a session: begin one, see that and how it goes, end it, and go to its report.
import { useEffect, useState } from 'preact/hooks';
import { isSessionOn } from '../../../src/session/session-state.ts';
import { takeAskedSession, type AskedSession } from '../../../src/storage/asked-session.ts';
import { listSessions } from '../../../src/storage/sessions.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { useLiveQuery } from '../../../src/ui/use-live-query.ts';
import { database } from '../../../src/ui/page-database.ts';
import { openPage } from '../open-page.ts';
import { ExcludeSite } from './ExcludeSite.tsx';
import { RunningSession } from './RunningSession.tsx';
import { StartForm } from './StartForm.tsx';
import { useSession } from './use-session.ts';
import './record.css';

export function RecordSection() {
  const control = useSession();
  const [asking, setAsking] = useState(false);
  /** Asked for in a popup that the browser's question closed, and not begun. */
  const [leftOver, setLeftOver] = useState<AskedSession | null>(null);
  useEffect(() => {
    void takeAskedSession().then((asked) => {
      if (!asked) return;
      setLeftOver(asked);
      setAsking(true);
    });
  }, []);
  const end = (): void => {
    setAsking(false);
    setLeftOver(null);
  };
  const { session, problem } = control;
  if (!session) return null;

  return (
    <section class="record stack stack--tight" aria-labelledby="record">
      <h2 id="record">Record a session</h2>
      {isSessionOn(session) ? (
        <RunningSession session={session} control={control} />
      ) : asking ? (
        <StartForm control={control} leftOver={leftOver} onDone={end} />
      ) : (
        <div class="row">
          <Button onClick={() => setAsking(true)}>New session…</Button>
          <Button onClick={() => openPage('report')}>All sessions</Button>
        </div>
      )}
      {problem !== null && <Notice kind="problem">{problem}</Notice>}
      {!isSessionOn(session) && !asking && <LastSession />}
      {isSessionOn(session) && <ExcludeSite />}
    </section>
  );
}

function LastSession() {
  const rows = useLiveQuery(() => listSessions(database));
  const last = rows.status === 'ready' ? rows.value[0] : undefined;
  if (!last || last.status === 'recording' || last.status === 'paused') return null;
  return (
    <p class="row row--apart record__last" data-testid="last-session">
      <span class="record__name">
        <span class="soft small">{last.status === 'interrupted' ? 'Last, cut short' : 'Last'}</span>
        <br />
        {last.name}
      </span>
      <Button
        variant="quiet"
        label={`Open the report of ${last.name}`}
        onClick={() => openPage('report', `session/${encodeURIComponent(last.id)}`)}
      >
        Open the report
      </Button>
    </p>
  );
}
