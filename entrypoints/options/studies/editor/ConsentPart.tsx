// What participants agree to, and what becomes of their data.
import { Button } from '../../../../src/ui/Button.tsx';
import { CONSENT_EXAMPLE } from '../../../../src/study/edit/new-parts.ts';
import { setPath } from '../../../../src/study/edit/set-path.ts';
import { LocalField } from '../fields/LocalField.tsx';
import { NumberField } from '../fields/NumberField.tsx';
import { useEditor } from './editor-context.ts';

export function ConsentPart() {
  const { draft, edit } = useEditor();
  const { text, version } = draft.consent;
  const [first = 'en'] = draft.languages;
  const isEmpty = (typeof text === 'string' ? text : (text[first] ?? '')).trim() === '';
  const place = ['consent', 'text', ...(typeof text === 'string' ? [] : [first])];
  return (
    <>
      <section class="card stack" aria-labelledby="part-consent">
        <div class="row row--apart">
          <h2 id="part-consent">Consent</h2>
          <span class="soft small" data-testid="consent-version">
            Version {version}
          </span>
        </div>
        <LocalField
          path={['consent', 'text']}
          label="What participants agree to"
          rows={12}
          hint="They read it before anything starts, above what Fovea says by itself: what is recorded, where it goes, and that nothing is sent without their click. After a change, the next export has another version; who agreed to which is in the data."
        />
        {isEmpty && (
          <p>
            <Button
              variant="quiet"
              onClick={() => edit('the example', (before) => setPath(before, place, CONSENT_EXAMPLE))}
            >
              Begin with an example
            </Button>
          </p>
        )}
      </section>
      <section class="card stack" aria-labelledby="part-retention">
        <h2 id="part-retention">What becomes of the data</h2>
        <LocalField
          path={['retention', 'text']}
          label="In words for participants"
          rows={4}
          hint="Who sees them, where they are kept, and for how long."
        />
        <NumberField
          path={['retention', 'keepOnDeviceDays']}
          label="How long their own computer keeps a copy"
          unit="days after it was sent"
          max={3650}
        />
      </section>
    </>
  );
}
