// The frame around the sections: brand, navigation, the section that the address names, and the undo bar.
import { Brand } from '../../src/ui/Brand.tsx';
import { SECTIONS } from './sections.tsx';
import { UndoBar } from '../../src/ui/UndoBar.tsx';
import { useHash } from '../../src/ui/use-hash.ts';
import { WhoseSection } from './WhoseSection.tsx';

export function OptionsPage() {
  const [id, detail] = useHash();
  const section = SECTIONS.find((known) => known.id === id) ?? SECTIONS[0];
  return (
    <div class="page options">
      <header class="page-header">
        <Brand />
        {section?.apart ? (
          <a class="small" href="#people">
            All of Fovea
          </a>
        ) : (
          <nav class="tabs" aria-label="Sections">
            {SECTIONS.filter(({ apart }) => !apart).map(({ id: own, title }) => (
              <a key={own} href={`#${own}`} aria-current={own === section?.id ? 'page' : undefined}>
                {title}
              </a>
            ))}
            <a href="/report.html">Sessions</a>
          </nav>
        )}
      </header>
      <main class="stack">
        {section?.personal && <WhoseSection />}
        {section?.render(detail)}
      </main>
      <UndoBar />
    </div>
  );
}
