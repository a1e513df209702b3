// The sites that may ask where the person looks, each with its way back.
import { useRef } from 'preact/hooks';
import { revokePage } from '../../../src/page-api/allow-page.ts';
import { allowedPages } from '../../../src/storage/settings.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { formatDate } from '../../../src/ui/format-date.ts';
import { useStoredSetting } from '../../../src/ui/use-setting.ts';
import './excluded-sites.css';

export function AllowedPagesSetting() {
  const pages = useStoredSetting(allowedPages);
  const heading = useRef<HTMLHeadingElement>(null);
  const takeBack = async (origin: string): Promise<void> => {
    await revokePage(origin);
    // The button that had it is gone.
    heading.current?.focus();
  };
  return (
    <div class="setting setting--tall">
      <div>
        <h2 id="allowed-title" ref={heading} tabIndex={-1}>
          Sites that may ask where you look
        </h2>
        <p class="soft">
          Experiments can use Fovea as their eye tracker. A page that asks is named in the toolbar’s popup,
          and only there you can allow its site. It is then told where on its pages you look while they are in
          front, and never gets a picture. What you take back ends at once.
        </p>
      </div>
      {pages?.length === 0 && (
        <p class="small soft">
          No site may. A page that is not allowed cannot even tell that Fovea is there.
        </p>
      )}
      {pages !== undefined && pages.length > 0 && (
        <ul class="excluded__list" aria-labelledby="allowed-title" data-testid="allowed-pages">
          {pages.map(({ origin, allowedAt }) => (
            <li key={origin}>
              <span>
                {origin} <span class="small soft">since {formatDate(allowedAt)}</span>
              </span>
              <Button variant="quiet" label={`Take back: ${origin}`} onClick={() => takeBack(origin)}>
                Take back
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
