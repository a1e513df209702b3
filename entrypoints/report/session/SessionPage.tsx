// One session: what it is, its pages, and the views of them.
import { useLiveQuery } from '../../../src/ui/use-live-query.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { SESSION_TABS, linkSession, type SessionAddress, type SessionTab } from '../addresses.ts';
import { AoiPanel } from '../aois/AoiPanel.tsx';
import { database } from '../../../src/ui/page-database.ts';
import { GazePanel } from '../gaze/GazePanel.tsx';
import { HeatPanel } from '../heat/HeatPanel.tsx';
import { QualityPanel } from '../quality/QualityPanel.tsx';
import { ReplayPanel } from '../replay/ReplayPanel.tsx';
import { PageList } from './PageList.tsx';
import { SessionHead } from './SessionHead.tsx';
import { useDetection, type Fixations } from './use-detection.ts';
import { useSession, type Opened } from './use-session.ts';

const TITLES: Record<SessionTab, string> = {
  heatmap: 'Heatmap',
  gaze: 'Gaze plot',
  replay: 'Replay',
  areas: 'Areas of interest',
  quality: 'Data quality',
};

export function SessionPage({ address }: { address: SessionAddress }) {
  const opening = useSession(address.id);
  const row = useLiveQuery(() => database.sessions.get(address.id), [address.id]);
  if (opening.status === 'failed') {
    return (
      <>
        <h1>This session cannot be shown</h1>
        <Notice kind="problem">{opening.message}</Notice>
        <p>
          <a href="#">All sessions</a>
        </p>
      </>
    );
  }
  if (opening.status === 'opening') {
    return (
      <>
        <h1>{row.status === 'ready' && row.value ? row.value.name : 'Session'}</h1>
        <p class="soft" role="status">
          Reading the session …
        </p>
      </>
    );
  }
  return (
    <OpenSession opened={opening} address={address} row={row.status === 'ready' ? row.value : undefined} />
  );
}

type OpenProps = {
  opened: Opened;
  address: SessionAddress;
  row: Parameters<typeof SessionHead>[0]['row'];
};

function OpenSession({ opened, address, row }: OpenProps) {
  const fixations = useDetection(address.id);
  const { pages } = opened;
  const page = Math.min(address.page, Math.max(0, pages.length - 1));
  return (
    <>
      <SessionHead
        opened={opened}
        row={row}
        parameters={fixations.changed ? (fixations.parameters ?? undefined) : undefined}
      />
      <nav class="tabs tabs--line" aria-label="Views of this session">
        {SESSION_TABS.map((tab) => (
          <a
            key={tab}
            href={linkSession(address.id, tab, page)}
            aria-current={tab === address.tab ? 'page' : undefined}
          >
            {TITLES[tab]}
          </a>
        ))}
      </nav>
      {pages.length === 0 ? (
        <p class="soft" data-testid="no-pages">
          No page was in front while this session was recorded.
        </p>
      ) : (
        renderTab({ opened, fixations, address: { ...address, page } })
      )}
    </>
  );
}

export type PanelProps = { opened: Opened; fixations: Fixations; address: SessionAddress };

function renderTab(props: PanelProps) {
  const { opened, address } = props;
  switch (address.tab) {
    case 'replay':
      return <ReplayPanel opened={opened} />;
    case 'quality':
      return <QualityPanel {...props} />;
    default: {
      const Panel = { heatmap: HeatPanel, gaze: GazePanel, areas: AoiPanel }[address.tab];
      return (
        <div class="session">
          <PageList pages={opened.pages} address={address} />
          <Panel key={opened.pages[address.page]!.key} {...props} />
        </div>
      );
    }
  }
}
