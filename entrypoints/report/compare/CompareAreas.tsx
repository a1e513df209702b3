// What the areas of a site say of two groups: means with confidence intervals, side by side, and their differences.
import { useState } from 'preact/hooks';
import { compareAois, MEASURES, summarizeAois, type Measure } from '../../../src/session/summarize-aois.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Meter } from '../../../src/ui/Meter.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { linkSession, type ComparedIds } from '../addresses.ts';
import { useAois } from '../aois/use-aois.ts';
import { Choice } from '../fields/Choice.tsx';
import type { SessionOutline } from '../worker/analysis-worker.ts';
import { AreaBars } from './AreaBars.tsx';
import { AreaTable } from './AreaTable.tsx';
import { LOOKED, MEASURE_WORDS, type Shown } from './measure-words.ts';
import { useGroupMeasures } from './use-group-measures.ts';

type Props = { url: string; ids: ComparedIds; sessions: ReadonlyMap<string, SessionOutline> };

export function CompareAreas({ url, ids, sessions }: Props) {
  const { aois } = useAois(url);
  const [shown, setShown] = useState<Shown>('fixationDwellMs');
  const measured = useGroupMeasures(ids, aois, sessions);
  if (aois === null) return null;
  if (aois.length === 0) {
    return (
      <section class="card stack stack--tight" aria-label="Areas of interest" data-testid="no-areas">
        <h2>Areas of interest</h2>
        <p class="soft">
          There are no areas on this site yet.{' '}
          <a href={linkSession(ids[0][0]!, 'areas')}>Make them in a session</a>: they hold for all sessions on
          the site.
        </p>
      </section>
    );
  }
  const words = Object.fromEntries(
    [LOOKED, ...MEASURES].map((key) => [key, MEASURE_WORDS[key as Measure | typeof LOOKED]]),
  ) as Record<Shown, string>;
  const first = measured.first && summarizeAois(measured.first);
  const second = measured.second && summarizeAois(measured.second);
  return (
    <section class="card stack" aria-label="Areas of interest" aria-busy={!second}>
      <div class="row row--apart">
        <h2>Areas of interest</h2>
        <Choice name="Measure" words={words} value={shown} onChange={setShown} />
      </div>
      {measured.problem !== '' && <Notice kind="problem">{measured.problem}</Notice>}
      {(!first || !second) && measured.problem === '' && (
        <div class="stack stack--tight" role="status">
          <p class="numbers">
            {measured.cancelled
              ? 'You cancelled it.'
              : `Measuring session ${measured.done + 1} of ${measured.total} …`}
          </p>
          <Meter value={measured.done / measured.total} label="Measuring sessions" />
          {!measured.cancelled && (
            <div>
              <Button onClick={measured.cancel}>Cancel</Button>
            </div>
          )}
        </div>
      )}
      {first && second && (
        <>
          <AreaBars aois={aois} first={first} second={second} shown={shown} />
          <AreaTable
            aois={aois}
            first={first}
            second={second}
            differences={compareAois(first, second)}
            shown={shown}
          />
        </>
      )}
    </section>
  );
}
