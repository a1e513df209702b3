// A session's course as tracks under a common time, with a slider to go anywhere in it.
import { useMemo } from 'preact/hooks';
import type { SessionPage } from '../../../src/session/session-pages.ts';
import type { Span, Tracks } from '../../../src/session/timeline.ts';
import { formatMoment } from '../../../src/ui/format-duration.ts';

type Props = {
  tracks: Tracks;
  pages: readonly SessionPage[];
  durationMs: number;
  timeMs: number;
  onSeek: (timeMs: number) => void;
};

/** Units of a track's width; what is nearer together is drawn as one. */
const STEPS = 1200;
const PAGE_TINTS = 5;

export function Timeline({ tracks, pages, durationMs, timeMs, onSeek }: Props) {
  const drawn = useMemo(
    () => <TrackList tracks={tracks} pages={pages} durationMs={durationMs} />,
    [tracks, pages, durationMs],
  );
  const share = durationMs === 0 ? 0 : timeMs / durationMs;
  const seek = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    if (event.buttons !== 1) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    onSeek(((event.clientX - left) / width) * durationMs);
  };
  return (
    <div class="timeline">
      {drawn}
      <div class="timeline__over" aria-hidden="true" onPointerDown={seek} onPointerMove={seek}>
        <span class="timeline__head" style={{ left: `${100 * share}%` }} />
      </div>
      <label class="timeline__seek">
        <span class="read-aloud">Place in the session</span>
        <input
          type="range"
          min={0}
          max={durationMs}
          step={100}
          value={timeMs}
          aria-valuetext={formatMoment(timeMs)}
          onInput={({ currentTarget }) => onSeek(currentTarget.valueAsNumber)}
        />
      </label>
    </div>
  );
}

function TrackList({ tracks, pages, durationMs }: Pick<Props, 'tracks' | 'pages' | 'durationMs'>) {
  const pageOf = (view: number): number => pages.findIndex(({ views }) => views.includes(view));
  const rows = [
    { name: 'Scrolling', kind: 'scroll', spans: tracks.scrolls },
    { name: 'Clicks', kind: 'click', spans: toPoints(tracks.clicks) },
    {
      name: 'Markers',
      kind: 'marker',
      spans: toPoints(tracks.markers.map(({ timestampMs }) => timestampMs)),
    },
    { name: 'Not recorded', kind: 'pause', spans: tracks.pauses },
    { name: 'Gaze lost', kind: 'lost', spans: tracks.lost },
  ].filter(({ spans }) => spans.length > 0);
  return (
    <dl class="tracks" data-testid="tracks">
      <dt class="tracks__name">Pages</dt>
      <dd class="tracks__strip tracks__strip--pages">
        {tracks.pages.map(({ view, fromMs, untilMs }) => {
          const page = pageOf(view);
          return (
            <span
              key={fromMs}
              class={`tracks__page tracks__page--${page % PAGE_TINTS}`}
              title={`${pages[page]?.title ?? ''}, ${formatMoment(fromMs)} to ${formatMoment(untilMs)}`}
              style={{ left: percent(fromMs, durationMs), width: percent(untilMs - fromMs, durationMs) }}
            >
              {pages[page]?.title}
            </span>
          );
        })}
      </dd>
      {rows.map(({ name, kind, spans }) => (
        <>
          <dt class="tracks__name">{name}</dt>
          <dd class="tracks__strip">
            <svg viewBox={`0 0 ${STEPS} 10`} preserveAspectRatio="none" aria-hidden="true">
              <path class={`tracks__mark tracks__mark--${kind}`} d={drawSpans(spans, durationMs)} />
            </svg>
            <span class="read-aloud">{spans.length}</span>
          </dd>
        </>
      ))}
    </dl>
  );
}

function toPoints(timesMs: readonly number[]): Span[] {
  return timesMs.map((ms) => ({ fromMs: ms, untilMs: ms }));
}

function percent(ms: number, durationMs: number): string {
  return `${durationMs === 0 ? 0 : (100 * ms) / durationMs}%`;
}

/** Rectangles at least two steps wide; those that touch are one. */
function drawSpans(spans: readonly Span[], durationMs: number): string {
  const step = (ms: number): number => Math.floor((ms / Math.max(1, durationMs)) * STEPS);
  const parts: string[] = [];
  let reachedTo = -1;
  for (const { fromMs, untilMs } of spans) {
    const from = Math.max(step(fromMs), reachedTo);
    const until = Math.max(step(untilMs), step(fromMs) + 2);
    if (until <= reachedTo) continue;
    parts.push(`M${from} 0H${until}V10H${from}Z`);
    reachedTo = until;
  }
  return parts.join('');
}
