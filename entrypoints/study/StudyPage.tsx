// The frame around what the address names: a run, a study in a tab, or where studies are opened.
import { useEffect, useState } from 'preact/hooks';
import { Brand } from '../../src/ui/Brand.tsx';
import { useHash } from '../../src/ui/use-hash.ts';
import { Home } from './home/Home.tsx';
import { StudyOffer } from './open/StudyOffer.tsx';
import type { OpenedStudy } from './open/read-study.ts';
import { TabStudy } from './open/TabStudy.tsx';
import { deleteExpired } from '../../src/study/run/delete-expired.ts';
import { database } from '../../src/ui/page-database.ts';
import { RunPage } from './run/RunPage.tsx';

export function StudyPage() {
  const [hash] = useHash();
  const [opened, setOpened] = useState<OpenedStudy | null>(null);
  const [name, value = ''] = hash.split('=');
  // Where it fails, the next page that is opened does it.
  useEffect(() => void deleteExpired(database).catch(() => undefined), []);
  if (name === 'run') return <RunPage key={value} id={value} />;
  const leave = (to: string): void => {
    setOpened(null);
    location.hash = to;
  };
  return (
    <div class="page study">
      <header class="page-header">
        <Brand />
        <span class="soft">Studies</span>
      </header>
      <main class="stack">
        {opened ? (
          <StudyOffer study={opened} onBack={() => leave('')} onRun={(id) => leave(`run=${id}`)} />
        ) : name === 'tab' ? (
          <TabStudy tabId={Number(value)} onOpen={setOpened} />
        ) : (
          <Home onOpen={setOpened} />
        )}
      </main>
    </div>
  );
}
