// Replays a session: the page as it was in front, with the viewport, the gaze and clicks, along a timeline.
import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { createCourse } from '../../../src/session/session-course.ts';
import type { SessionPage } from '../../../src/session/session-pages.ts';
import { buildTracks } from '../../../src/session/timeline.ts';
import { formatMoment } from '../../../src/ui/format-duration.ts';
import type { Opened } from '../session/use-session.ts';
import { PageStage } from '../stage/PageStage.tsx';
import { createShotLoader } from '../stage/shot-loader.ts';
import { usePagePicture } from '../stage/use-page-picture.ts';
import { MomentLine } from './MomentLine.tsx';
import { ReplayControls } from './ReplayControls.tsx';
import { KEYS, pressReplayKey } from './replay-keys.ts';
import { createReplayLayer } from './replay-layer.ts';
import { Timeline } from './Timeline.tsx';
import { usePlayback } from './use-playback.ts';

/** Around the viewport a little of the page is in sight. */
const FRAME_ROOM = 1.16;

export function ReplayPanel({ opened }: { opened: Opened }) {
  const { session, pages } = opened;
  const { samples, info } = session;
  const course = useMemo(() => createCourse(session), [session]);
  const tracks = useMemo(() => buildTracks(session), [session]);
  const clicks = useMemo(() => session.events.filter((event) => event.type === 'click'), [session]);
  const durationMs = Math.max(info.durationMs, samples.timestampMs.at(-1) ?? 0);
  const playback = usePlayback(durationMs);
  const moment = course.at(playback.timeMs);
  const page = pages.find(({ views }) => views.includes(moment.view));

  const press = (event: KeyboardEvent): void => {
    const { target } = event;
    // A slider, a list and a button have keys of their own.
    if (target instanceof HTMLElement && target.closest('input, select, button, a')) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const at = { timestampsMs: samples.timestampMs, durationMs };
    if (pressReplayKey(event, playback, at)) event.preventDefault();
  };
  useLayoutEffect(() => {
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });

  return (
    <section class="replay stack" aria-label="Replay">
      <ReplayControls playback={playback} durationMs={durationMs} />
      <MomentLine session={session} page={page} moment={moment} />
      {page ? (
        <ReplayStage
          opened={opened}
          page={page}
          moment={moment}
          timeMs={playback.timeMs}
          course={course}
          clicks={clicks}
        />
      ) : (
        <div class="stage stage--away">
          <p class="soft">No page that Fovea records was in front at {formatMoment(playback.timeMs)}.</p>
        </div>
      )}
      <Timeline
        tracks={tracks}
        pages={pages}
        durationMs={durationMs}
        timeMs={playback.timeMs}
        onSeek={playback.seek}
      />
      <p class="small soft keys">
        {KEYS.map(({ keys, does }) => (
          <span key={does}>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}{' '}
            {does}
          </span>
        ))}
      </p>
    </section>
  );
}

type StageProps = { opened: Opened; page: SessionPage } & Pick<
  Parameters<typeof createReplayLayer>[0],
  'moment' | 'timeMs' | 'course' | 'clicks'
>;

function ReplayStage({ opened: { session }, page, moment, timeMs, course, clicks }: StageProps) {
  const picture = usePagePicture(session, page);
  const [loaded, setLoaded] = useState(0);
  const loader = useMemo(() => {
    const ending = new AbortController();
    const created = createShotLoader(session.info.id, () => setLoaded((count) => count + 1), ending.signal);
    return { ...created, end: () => ending.abort() };
  }, [session]);
  useEffect(() => () => loader.end(), [loader]);
  const layers = useMemo(
    () => [picture.layer, createReplayLayer({ session, course, moment, timeMs, clicks, loader })],
    [picture.layer, timeMs, loaded, session],
  );
  return (
    <PageStage
      size={picture.size}
      layers={layers}
      label={`${page.title} at ${formatMoment(timeMs)}`}
      followYPx={moment.yScrollPx + moment.heightPx / 2}
      fitHeightPx={moment.heightPx * FRAME_ROOM}
    />
  );
}
