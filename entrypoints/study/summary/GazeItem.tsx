// The recording as it would leave at the study's level of detail: pages, times, and pictures where those go along.
import { includesLevel } from '../../../src/session/export/detail-level.ts';
import type { Session } from '../../../src/session/session-data.ts';
import { describeUrl, listPages } from '../../../src/session/session-pages.ts';
import { formatCount } from '../../../src/ui/format-size.ts';
import { formatDuration } from '../../../src/ui/format-duration.ts';
import type { RunView } from '../run/run-view.ts';
import { ShotThumbnails } from './ShotThumbnails.tsx';

type Props = { view: RunView; session: Session; sessionId: string };

const LEAVING = {
  aois: 'Of this only the totals for each area that the researchers named would leave: no page, no place, no time.',
  fixations:
    'Of this the places where your eyes rested would leave, with the pages’ addresses without what follows a “?”.',
  samples: 'All of this would leave, without pictures.',
  screenshots: 'All of this would leave, with the pictures.',
} as const;

export function GazeItem({ view: { run }, session, sessionId }: Props) {
  const detail = run.definition.recording.detail;
  const withPictures = includesLevel(detail, 'screenshots');
  const pages = listPages(session);
  return (
    <div class="stack stack--tight">
      <p>{LEAVING[detail]}</p>
      <ul class="plain-list gaze-pages">
        {pages.map((page) => (
          <li key={page.key} class="gaze-pages__page">
            <p>
              <strong>{page.title || 'Without a title'}</strong>{' '}
              <span class="soft">{describeUrl(page.url)}</span>
            </p>
            <p class="soft small numbers">
              {formatDuration(page.shownMs)}, {formatCount(page.samples, 'sample')}
            </p>
            {withPictures && (
              <ShotThumbnails
                sessionId={sessionId}
                shots={session.shots.filter(({ view }) => page.views.includes(view))}
                title={page.title}
              />
            )}
          </li>
        ))}
      </ul>
      <p class="small">
        <a href={`/report.html#session/${sessionId}`} target="_blank">
          Look at all of it in Fovea’s report
        </a>
      </p>
    </div>
  );
}
