// What of a session leaves with an export: each level of detail as the session that is left at it.
import { isPictureAddress } from '../picture-address.ts';
import { createSamples } from '../session-chunks.ts';
import {
  DETAIL_LEVELS,
  type DetailLevel,
  type Session,
  type SessionEvent,
  type View,
} from '../session-data.ts';

/** Whether an export at `level` holds what `needed` names. */
export function includesLevel(level: DetailLevel, needed: DetailLevel): boolean {
  return DETAIL_LEVELS.indexOf(level) >= DETAIL_LEVELS.indexOf(needed);
}

/**
 * The session as it may leave: every exporter is given this one, so none can tell more than its level says.
 *
 *     level        aois         fixations                      samples              screenshots
 *     when         the day      the time                       the time             the time
 *     pages        none         site and path, no query        the whole address,   as samples
 *                                                              and the title
 *     elements     none         tag and box                    and selector         as samples
 *     events       none         all but scrolling              all                  all
 *     samples      none         none                           all                  all
 *     pictures     none         none                           none                 all
 *     free text    none         labels of markers              name, notes, camera  as samples
 *
 * Fixations and AOI totals are made from the whole session before; what is left out here is not missing there.
 */
export function reduceSession(session: Session, level: DetailLevel): Session {
  const pictures = includesLevel(level, 'screenshots');
  if (includesLevel(level, 'samples')) {
    const info = { ...session.info, screenshots: session.info.screenshots && pictures };
    return { ...session, info, shots: pictures ? session.shots : [] };
  }
  const coarse = level === 'aois';
  return {
    info: reduceInfo(session.info, coarse),
    views: coarse ? [] : session.views.map(reduceView),
    elements: coarse
      ? []
      : session.elements.map(({ index, view, tag, attachment, box }) => ({
          index,
          view,
          selector: '',
          tag,
          attachment,
          box,
        })),
    events: coarse ? [] : session.events.filter(({ type }) => type !== 'scroll').map(reduceEvent),
    samples: createSamples(0),
    shots: [],
  };
}

function reduceInfo(info: Session['info'], coarse: boolean): Session['info'] {
  const { id, createdAt, durationMs, person, screen, distanceCm, accuracy, weightsHash, foveaVersion } = info;
  const when = (time: string) =>
    coarse ? `${new Date(time).toISOString().slice(0, 10)}T00:00:00.000Z` : time;
  const { widthPx, heightPx, widthCm, heightCm } = screen;
  return {
    id,
    name: '',
    createdAt: when(createdAt),
    durationMs,
    ...(person !== undefined && { person }),
    screen: {
      widthPx,
      heightPx,
      ...(widthCm !== undefined && { widthCm }),
      ...(heightCm !== undefined && { heightCm }),
    },
    ...(distanceCm !== undefined && { distanceCm }),
    ...(accuracy !== undefined && {
      accuracy: {
        checkedAt: when(accuracy.checkedAt),
        errorPct: accuracy.errorPct,
        precisionPct: accuracy.precisionPct,
      },
    }),
    ...(weightsHash !== undefined && { weightsHash }),
    foveaVersion,
    screenshots: false,
  };
}

function reduceView({ index, tab, url, timestampMs, cause }: View): View {
  return { index, tab, url: reduceAddress(url), title: '', timestampMs, cause };
}

/** No user, password, query or fragment. Of what has no site (`data:`, `file:`), the scheme; a study's pictures are its own. */
function reduceAddress(url: string): string {
  if (isPictureAddress(url)) return url;
  const parsed = URL.parse(url);
  if (!parsed) return '';
  if (parsed.origin === 'null') return parsed.protocol;
  return `${parsed.origin}${parsed.pathname}`;
}

/** Known keys only: what a later version added may be anything. */
function reduceEvent(event: SessionEvent): SessionEvent {
  const { timestampMs } = event;
  switch (event.type) {
    case 'viewport': {
      const { type, view, widthPx, heightPx, zoom, devicePixelRatio } = event;
      return { type, timestampMs, view, widthPx, heightPx, zoom, devicePixelRatio };
    }
    case 'document':
      return {
        type: event.type,
        timestampMs,
        view: event.view,
        widthPx: event.widthPx,
        heightPx: event.heightPx,
      };
    case 'click': {
      const { type, view, xDocumentPx, yDocumentPx, element } = event;
      return { type, timestampMs, view, xDocumentPx, yDocumentPx, element };
    }
    case 'show':
    case 'hide':
      return { type: event.type, timestampMs, view: event.view };
    case 'marker':
      return { type: event.type, timestampMs, label: event.label };
    case 'away':
      return { type: event.type, timestampMs, reason: event.reason };
    case 'pause':
    case 'resume':
      return { type: event.type, timestampMs };
    case 'scroll':
      return event;
  }
}
