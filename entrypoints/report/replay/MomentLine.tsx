// What there is at a moment of a replay, in words.
import type { Moment } from '../../../src/session/session-course.ts';
import type { Session } from '../../../src/session/session-data.ts';
import { describeUrl, type SessionPage } from '../../../src/session/session-pages.ts';

type Props = { session: Session; page: SessionPage | undefined; moment: Moment };

export function MomentLine({ session: { samples, elements }, page, moment }: Props) {
  const { sample } = moment;
  const lost = sample >= 0 && Number.isNaN(samples.xScreen[sample]);
  const element = elements[samples.element[sample] ?? -1];
  return (
    <div class="moment">
      <strong class="moment__title">{page?.title ?? '–'}</strong>
      <span class="soft small moment__url">{page && describeUrl(page.url)}</span>
      <span class="small soft moment__gaze" data-testid="moment-gaze">
        {lost ? 'Gaze lost' : element ? `Gaze on ${element.selector}` : 'Gaze off the page’s elements'}
      </span>
    </div>
  );
}
