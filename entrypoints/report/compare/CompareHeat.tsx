// The heat of two groups on one page: side by side under one scale, or what one has more than the other.
import { useMemo, useState } from 'preact/hooks';
import type { MatchedPages, PagePart } from '../../../src/session/match-pages.ts';
import { joinSizes, measurePage, type DocumentSize } from '../../../src/session/session-pages.ts';
import { formatCount } from '../../../src/ui/format-size.ts';
import { HeatControls } from '../heat/HeatControls.tsx';
import { createContourLayer, createHeatLayer } from '../heat/heat-layer.ts';
import { HeatLegend } from '../heat/HeatLegend.tsx';
import { DEFAULT_HEAT, type HeatSettings } from '../heat/heat-settings.ts';
import { usePageHeat, type HeatResult } from '../heat/use-page-heat.ts';
import { clipLayer } from '../stage/layers.ts';
import { PageStage } from '../stage/PageStage.tsx';
import type { PagePicture } from '../stage/use-page-picture.ts';
import type { SessionOutline } from '../worker/analysis-worker.ts';
import { DifferenceStage } from './DifferenceStage.tsx';
import { useBestPicture } from './use-best-picture.ts';

type Props = { page: MatchedPages['both'][number]; sessions: ReadonlyMap<string, SessionOutline> };

export function CompareHeat({ page, sessions }: Props) {
  const [settings, setSettings] = useState<HeatSettings>({ ...DEFAULT_HEAT, normalization: 'participant' });
  const [look, setLook] = useState<'both' | 'difference'>('both');
  const pictures = [useBestPicture(page.first, sessions), useBestPicture(page.second, sessions)] as const;
  const measure = (parts: readonly PagePart[]): DocumentSize =>
    joinSizes(
      parts.map(({ sessionId, page: { views } }) => measurePage(sessions.get(sessionId)!.pictured, views)),
    );
  const sizes = [measure(page.first), measure(page.second)] as const;
  // One area for both, from the document's corner: the same place of either is in the same place of it.
  const size = joinSizes(sizes);
  const heats = [
    usePageHeat(
      page.first.map(({ sessionId, page: { views } }) => ({ id: sessionId, views })),
      size,
      settings,
    ),
    usePageHeat(
      page.second.map(({ sessionId, page: { views } }) => ({ id: sessionId, views })),
      size,
      settings,
    ),
  ] as const;
  const [first, second] = [heats[0].heat, heats[1].heat];
  // Under one scale; cells of another size hold another share of the same heat.
  const fullDensity = Math.max(...heats.map(({ heat }) => (heat ? heat.peak / heat.cellPx ** 2 : 0)));
  return (
    <section
      class="panel"
      aria-label="Heat of both groups"
      aria-busy={heats.some(({ heat, working }) => working || !heat)}
      data-testid="compared-heat"
    >
      <div class="panel__picture">
        {look === 'both' ? (
          <div class="side-by-side">
            <GroupStage
              name="Group A"
              picture={pictures[0]}
              own={sizes[0]}
              size={size}
              result={heats[0]}
              sessions={page.first.length}
              full={fullDensity}
              settings={settings}
            />
            <GroupStage
              name="Group B"
              picture={pictures[1]}
              own={sizes[1]}
              size={size}
              result={heats[1]}
              sessions={page.second.length}
              full={fullDensity}
              settings={settings}
            />
          </div>
        ) : (
          first &&
          second && (
            <DifferenceStage
              first={first}
              second={second}
              pictures={pictures}
              sizes={sizes}
              paint={settings.paint}
              title={page.title}
            />
          )
        )}
        <SizeNote sizes={sizes} />
      </div>
      <aside class="panel__controls stack" aria-label="Heatmap settings">
        <fieldset class="segments">
          <legend class="read-aloud">Comparison</legend>
          {(['both', 'difference'] as const).map((one) => (
            <label key={one}>
              <input type="radio" name="comparison" checked={look === one} onChange={() => setLook(one)} />
              <span>{one === 'both' ? 'Both' : 'Difference'}</span>
            </label>
          ))}
        </fieldset>
        <HeatControls settings={settings} onChange={setSettings} several />
        <p class="soft small">Fixations are found with the parameters that suit each session.</p>
      </aside>
    </section>
  );
}

/** Says how pages of two sizes lie over each other. */
function SizeNote({ sizes: [first, second] }: { sizes: readonly [DocumentSize, DocumentSize] }) {
  if (first.widthPx === second.widthPx && first.heightPx === second.heightPx) return null;
  return (
    <p class="small soft numbers" data-testid="page-sizes">
      A’s page is {describeSize(first)}, B’s {describeSize(second)}. Both lie over each other at the
      document’s upper left corner, one px on one px: content that moved with the layout is compared where it
      was, not with itself. Where only one reaches, only one has heat.
    </p>
  );
}

function describeSize({ widthPx, heightPx }: DocumentSize): string {
  return `${Math.round(widthPx).toLocaleString()} × ${Math.round(heightPx).toLocaleString()} px`;
}

type GroupProps = {
  name: string;
  picture: PagePicture;
  /** Of the group's page. */
  own: DocumentSize;
  /** Of what both pages fit into. */
  size: DocumentSize;
  result: HeatResult;
  /** How many the group has. */
  sessions: number;
  /** Of the hottest colour, per px of the document. */
  full: number;
  settings: HeatSettings;
};

function GroupStage({
  name,
  picture,
  own,
  size,
  result: { heat, working, read, problem },
  sessions,
  full,
  settings: { paint, contours },
}: GroupProps) {
  const fullHeat = heat ? full * heat.cellPx ** 2 : 0;
  const layers = useMemo(() => {
    const options = { ...paint, fullHeat };
    const drawn = [picture.layer];
    if (heat && heat.peak > 0) {
      drawn.push(createHeatLayer(heat, options));
      if (contours) drawn.push(createContourLayer(heat, options));
    }
    return drawn.map((layer) => clipLayer(layer, own));
  }, [picture.layer, heat, paint, contours, fullHeat, own.widthPx, own.heightPx]);
  return (
    <figure class="side-by-side__group">
      <figcaption>
        <strong>{name}</strong>{' '}
        {heat && <span class="soft small numbers">{formatCount(heat.participants, 'participant')}</span>}
      </figcaption>
      <PageStage size={size} layers={layers} label={`Heatmap of ${name}`} />
      {heat && <HeatLegend heat={heat} paint={{ ...paint, fullHeat }} />}
      {working && (
        <p class="soft small numbers" role="status">
          Adding up gaze: {read} of {formatCount(sessions, 'session')} …
        </p>
      )}
      {problem !== '' && <p class="soft small">{problem}</p>}
    </figure>
  );
}
