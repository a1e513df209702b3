// The gaze plot: numbered fixations on the page, the larger the longer, and the saccades between them.
import { useMemo, useState } from 'preact/hooks';
import { listSaccades } from '../../../src/gaze/saccades.ts';
import { listPageFixations } from '../../../src/session/session-pages.ts';
import { formatCount } from '../../../src/ui/format-size.ts';
import { formatMoment } from '../../../src/ui/format-duration.ts';
import { FixationSettings } from '../session/FixationSettings.tsx';
import type { PanelProps } from '../session/SessionPage.tsx';
import { PageStage, type Zoom } from '../stage/PageStage.tsx';
import { StageBar } from '../stage/StageBar.tsx';
import { usePagePicture } from '../stage/use-page-picture.ts';
import { FixationTable } from './FixationTable.tsx';
import { GazeDrawing } from './GazeDrawing.tsx';
import { RangeBrush, type TimeRange } from './RangeBrush.tsx';

/** More circles on one page are no picture any more. */
const MOST_DRAWN = 400;
/** So many are shown first; the brush has the rest. */
const FIRST_SHOWN = 30;

export function GazePanel({ opened, fixations, address }: PanelProps) {
  const { session, pages } = opened;
  const page = pages[address.page]!;
  const picture = usePagePicture(session, page);
  const [zoom, setZoom] = useState<Zoom>('fit');
  const [numbers, setNumbers] = useState(true);
  const [lines, setLines] = useState(true);
  const [range, setRange] = useState<TimeRange | null>(null);
  const layers = useMemo(() => [picture.layer], [picture.layer]);
  const found = fixations.detection?.fixations;
  const own = useMemo(() => listPageFixations(found ?? [], page), [found, page]);
  const saccades = useMemo(() => listSaccades(found ?? [], session.info), [found, session]);
  const whole: TimeRange = { fromMs: own[0]?.startMs ?? 0, untilMs: own.at(-1)?.endMs ?? 0 };
  const first: TimeRange = { ...whole, untilMs: own[FIRST_SHOWN - 1]?.endMs ?? whole.untilMs };
  const shownRange = range ?? first;
  const inRange = own.filter(
    ({ startMs, endMs }) => endMs >= shownRange.fromMs && startMs <= shownRange.untilMs,
  );
  const drawn = inRange.slice(0, MOST_DRAWN);
  return (
    <div class="panel">
      <section class="panel__picture" aria-label="Gaze plot">
        <StageBar picture={picture} zoom={zoom} onZoom={setZoom} />
        <PageStage
          size={picture.size}
          layers={layers}
          zoom={zoom}
          label={`Gaze plot on ${page.title}: ${formatCount(drawn.length, 'fixation')}; the table below lists them`}
        >
          {(scale) => (
            <GazeDrawing
              fixations={drawn}
              saccades={lines ? saccades : []}
              numbers={numbers}
              sizePx={1 / scale}
            />
          )}
        </PageStage>
        {own.length > 0 && (
          <RangeBrush
            whole={whole}
            range={shownRange}
            onRange={setRange}
            marksMs={own.map(({ startMs }) => startMs)}
          />
        )}
        <FixationTable fixations={inRange} session={session} />
      </section>
      <aside class="panel__controls stack" aria-label="Gaze plot settings">
        <p class="numbers" data-testid="gaze-count" role="status">
          {own.length === 0 ? (
            fixations.working ? (
              'Finding fixations …'
            ) : (
              'No fixation on this page.'
            )
          ) : (
            <>
              <strong>{drawn.length.toLocaleString()}</strong> of {formatCount(own.length, 'fixation')} on
              this page, from {formatMoment(shownRange.fromMs)} to {formatMoment(shownRange.untilMs)}
              {inRange.length > drawn.length &&
                `; ${(inRange.length - drawn.length).toLocaleString()} more would hide the page: choose a shorter time`}
            </>
          )}
        </p>
        <label class="check">
          <input type="checkbox" checked={numbers} onChange={() => setNumbers(!numbers)} />
          Numbers
        </label>
        <label class="check">
          <input type="checkbox" checked={lines} onChange={() => setLines(!lines)} />
          Saccades
        </label>
        <FixationSettings fixations={fixations} />
      </aside>
    </div>
  );
}
