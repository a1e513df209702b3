// Areas of interest on a page: made and changed on its picture, and what the session says of them.
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { isInView, type Aoi } from '../../../src/session/aois.ts';
import { listPageFixations } from '../../../src/session/session-pages.ts';
import { pressAreaKey } from '../../../src/ui/areas/area-keys.ts';
import { useDrawing, type Tool } from '../../../src/ui/areas/use-drawing.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { FixationSettings } from '../session/FixationSettings.tsx';
import type { PanelProps } from '../session/SessionPage.tsx';
import { createFixationDots } from '../stage/fixation-dots.ts';
import { PageStage, type Zoom } from '../stage/PageStage.tsx';
import { StageBar } from '../stage/StageBar.tsx';
import { usePagePicture } from '../stage/use-page-picture.ts';
import { AoiDrawing } from './AoiDrawing.tsx';
import { AoiFiles } from './AoiFiles.tsx';
import { AoiList } from './AoiList.tsx';
import { AoiTools } from './AoiTools.tsx';

import { Metrics } from './Metrics.tsx';
import { makeAoi, nameElement } from './new-aoi.ts';
import { useAois } from './use-aois.ts';

import { useMeasures } from './use-measures.ts';

export function AoiPanel({ opened, fixations, address }: PanelProps) {
  const { session, pages } = opened;
  const page = pages[address.page]!;
  const set = useAois(page.url);
  const aois = set.aois ?? [];
  const [tool, setTool] = useState<Tool>('select');
  const [selected, setSelected] = useState<string | null>(null);
  const [zoom, setZoom] = useState<Zoom>('fit');
  const picture = usePagePicture(session, page);
  const room = useRef<HTMLElement>(null);
  const measures = useMeasures(session.info.id, set.aois, fixations.parameters);
  const own = useMemo(
    () => listPageFixations(fixations.detection?.fixations ?? [], page),
    [fixations.detection, page],
  );
  const layers = useMemo(() => [picture.layer, createFixationDots(own)], [picture.layer, own]);
  const elements = useMemo(() => session.elements.filter(({ view }) => page.views.includes(view)), [page]);
  const selectors = useMemo(() => [...new Set(elements.map(({ selector }) => selector))], [elements]);

  const add = (shape: Aoi['shape'], name?: string): void => {
    const aoi = makeAoi(shape, page.url, aois, name);
    set.change([...aois, aoi]);
    setSelected(aoi.id);
    setTool('select');
  };
  const replace = (aoi: Aoi, dragging = false): void =>
    set.change(
      aois.map((one) => (one.id === aoi.id ? aoi : one)),
      dragging,
    );
  const drawing = useDrawing({
    tool,
    size: picture.size,
    elements,
    onShape: add,
    onElement: ({ selector, tag }) => add({ type: 'selector', selector }, nameElement(selector, tag)),
    onSelect: setSelected,
    onEdit(id, shape, dragging) {
      const aoi = aois.find((one) => one.id === id);
      if (aoi) replace({ ...aoi, shape }, dragging);
    },
  });
  const putInMiddle = (): void => {
    const stage = room.current?.querySelector('.stage');
    const scale = (stage?.scrollWidth ?? 1) / picture.size.widthPx;
    const middle = ((stage?.scrollTop ?? 0) + (stage?.clientHeight ?? 0) / 2) / scale;
    const [widthPx, heightPx] = [Math.round(picture.size.widthPx / 4), 160];
    const box = {
      xDocumentPx: Math.round((picture.size.widthPx - widthPx) / 2),
      yDocumentPx: Math.round(Math.max(0, middle - heightPx / 2)),
      widthPx,
      heightPx,
    };
    add({ type: tool === 'ellipse' ? 'ellipse' : 'rectangle', ...box });
  };
  useUndoKey(set.undo);

  const here = aois.filter((aoi) => page.views.some((view) => isInView(aoi, session.views[view]!)));
  return (
    <div class="panel">
      <section ref={room} class="panel__picture" aria-label="Areas on the page">
        <StageBar picture={picture} zoom={zoom} onZoom={setZoom} />
        <PageStage
          size={picture.size}
          layers={layers}
          zoom={zoom}
          label={`${page.title} with ${here.length} areas`}
          svgProps={{ ...drawing.svgProps, 'data-testid': 'area-drawing' }}
        >
          {(scale) => (
            <AoiDrawing
              aois={aois}
              session={session}
              page={page}
              selected={selected}
              drawing={drawing}
              px={1 / scale}
              onSelect={setSelected}
              onKey={(event, aoi) =>
                pressAreaKey(event, aoi, {
                  reshape: (shape) => replace({ ...aoi, shape }),
                  remove: () => set.remove(aoi.id),
                })
              }
            />
          )}
        </PageStage>
        <Metrics aois={aois} measures={measures} session={session} />
      </section>
      <aside class="panel__controls stack" aria-label="Areas">
        <AoiTools
          tool={tool}
          onTool={setTool}
          onMiddle={putInMiddle}
          onSelector={(selector) => add({ type: 'selector', selector }, selector)}
          selectors={selectors}
          onUndo={set.undo}
          canUndo={set.canUndo}
        />
        {set.problem !== '' && <Notice kind="problem">{set.problem}</Notice>}
        <AoiList
          aois={aois}
          sizes={measures.sizes}
          pageUrl={page.url}
          site={set.site}
          selected={selected}
          onSelect={setSelected}
          onChange={(aoi) => replace(aoi)}
          onRemove={set.remove}
        />
        <AoiFiles set={set} />
        <FixationSettings fixations={fixations} />
      </aside>
    </div>
  );
}

/** Ctrl and Z, but where a text is being written. */
function useUndoKey(undo: () => void): void {
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const writing = event.target instanceof HTMLElement && event.target.closest('input, textarea');
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z' || writing) return;
      event.preventDefault();
      undo();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });
}
