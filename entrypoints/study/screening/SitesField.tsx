// Asks once more for the browser's leave for the study's sites, and says why it is needed.
import { useState } from 'preact/hooks';
import { nameSite } from '../../../src/study/run/describe-study.ts';
import { Button } from '../../../src/ui/Button.tsx';
import type { Sites } from '../run/use-sites.ts';

type Props = { sites: Sites; onGranted: (sites: readonly string[]) => Promise<unknown> };

export function SitesField({ sites, onGranted }: Props) {
  const [refused, setRefused] = useState(false);
  const ask = async (): Promise<void> => {
    const granted = await sites.request();
    setRefused(granted === null);
    if (granted) await onGranted(granted);
  };
  return (
    <section class="card stack stack--tight" data-testid="sites-problem">
      <h2>Fovea may not see the study’s sites yet</h2>
      <p>
        The tasks are done on web pages. So that Fovea knows what you look at there, the browser must let it
        see {sites.missing?.map(nameSite).join(', ')}. It asks for no more, records the study’s sites alone,
        and gives this up when the study ends.
      </p>
      {refused && (
        <p role="alert" class="field-problem">
          The browser said no. Without these sites the study cannot go on; you can ask again.
        </p>
      )}
      <div>
        <Button variant="primary" onClick={ask}>
          Ask the browser
        </Button>
      </div>
    </section>
  );
}
