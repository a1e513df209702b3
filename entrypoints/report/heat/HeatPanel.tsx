// The heatmap of a page.
import { useMemo, useState } from 'preact/hooks';
import { Notice } from '../../../src/ui/Notice.tsx';
import { FixationSettings } from '../session/FixationSettings.tsx';
import type { PanelProps } from '../session/SessionPage.tsx';
import { PageStage, type Zoom } from '../stage/PageStage.tsx';
import { StageBar } from '../stage/StageBar.tsx';
import { usePagePicture } from '../stage/use-page-picture.ts';
import { HeatControls } from './HeatControls.tsx';
import { createContourLayer, createHeatLayer } from './heat-layer.ts';
import { HeatLegend } from './HeatLegend.tsx';
import { DEFAULT_HEAT } from './heat-settings.ts';
import { usePageHeat } from './use-page-heat.ts';

export function HeatPanel({ opened, fixations, address }: PanelProps) {
  const { session, pages } = opened;
  const page = pages[address.page]!;
  const [settings, setSettings] = useState(DEFAULT_HEAT);
  const [zoom, setZoom] = useState<Zoom>('fit');
  const picture = usePagePicture(session, page);
  const parts = [{ id: session.info.id, views: page.views, parameters: fixations.parameters ?? undefined }];
  const { heat, working, problem } = usePageHeat(parts, picture.size, settings);
  const { paint, contours } = settings;
  const heatLayers = useMemo(() => {
    if (!heat || heat.peak === 0) return [];
    return [createHeatLayer(heat, paint), ...(contours ? [createContourLayer(heat, paint)] : [])];
  }, [heat, paint, contours]);
  const layers = useMemo(() => [picture.layer, ...heatLayers], [picture.layer, heatLayers]);
  return (
    <div class="panel">
      <section
        class="panel__picture"
        aria-label="Heatmap"
        aria-busy={working || heat === null}
        data-testid="heatmap"
      >
        <StageBar picture={picture} zoom={zoom} onZoom={setZoom} />
        <PageStage size={picture.size} layers={layers} zoom={zoom} label={`Heatmap of ${page.title}`} />
        {heat && <HeatLegend heat={heat} paint={paint} />}
        {problem !== '' && <Notice kind="problem">{problem}</Notice>}
        {heat?.peak === 0 && <p class="soft">No gaze was on this page.</p>}
      </section>
      <aside class="panel__controls stack" aria-label="Heatmap settings">
        <HeatControls settings={settings} onChange={setSettings} />
        <FixationSettings fixations={fixations} />
      </aside>
    </div>
  );
}
