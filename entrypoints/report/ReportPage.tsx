// The frame around the report: brand, where else to go, what the address names, and the undo bar.
import { Brand } from '../../src/ui/Brand.tsx';
import { UndoBar } from '../../src/ui/UndoBar.tsx';
import { useHash } from '../../src/ui/use-hash.ts';
import { parseComparison, parseSessionAddress } from './addresses.ts';
import { ComparePage } from './compare/ComparePage.tsx';
import { SessionsSection } from './list/SessionsSection.tsx';
import { SessionPage } from './session/SessionPage.tsx';

export function ReportPage() {
  const [section, detail] = useHash();
  return (
    <div class="page report">
      <header class="page-header">
        <Brand />
        <nav class="tabs" aria-label="Fovea">
          <a href="#" aria-current={section === '' ? 'page' : 'true'}>
            Sessions
          </a>
          <a href="/options.html#people">People</a>
          <a href="/options.html#accuracy">Accuracy</a>
          <a href="/options.html#settings">Settings</a>
        </nav>
      </header>
      <main class="stack">{render(section, detail)}</main>
      <UndoBar />
    </div>
  );
}

function render(section: string, detail: string) {
  switch (section) {
    case 'session': {
      const address = parseSessionAddress(detail);
      return <SessionPage key={address.id} address={address} />;
    }
    case 'compare':
      return <ComparePage key={detail} ids={parseComparison(detail)} />;
    default:
      return <SessionsSection />;
  }
}
