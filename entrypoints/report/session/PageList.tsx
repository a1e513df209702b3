// A session's pages, to choose from.
import { describeUrl, type SessionPage } from '../../../src/session/session-pages.ts';
import { formatDuration } from '../../../src/ui/format-duration.ts';
import { linkSession, type SessionAddress } from '../addresses.ts';

export function PageList({ pages, address }: { pages: readonly SessionPage[]; address: SessionAddress }) {
  return (
    <nav class="pages" aria-label="Pages of this session">
      <h2 class="pages__head">
        Pages <span class="soft">{pages.length}</span>
      </h2>
      <ol class="plain-list pages__list">
        {pages.map((page, index) => (
          <li key={page.key}>
            <a
              class="pages__page"
              href={linkSession(address.id, address.tab, index)}
              aria-current={index === address.page ? 'true' : undefined}
            >
              <span class="pages__title">{page.title || 'Without a title'}</span>
              <span class="soft small pages__url">{describeUrl(page.url)}</span>
              <span class="soft small numbers">
                {formatDuration(page.shownMs)}
                {page.views.length > 1 && ` · ${page.views.length} visits`}
              </span>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
