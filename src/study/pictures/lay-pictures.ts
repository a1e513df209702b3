// A session with its pictures in one size: windows differ, so that of a picture each participant saw one of another size,
// elsewhere in the document. Laid out alike, gaze of all of them lies on one picture.
import { fitsPattern } from '../../session/address-pattern.ts';
import { isPictureAddress, makePicturePattern } from '../../session/picture-address.ts';
import type { Box, SeenElement, Session, SessionEvent } from '../../session/session-data.ts';
import type { DocumentSize } from '../../session/session-pages.ts';

/** Wide enough that a cell of a heat grid is a hundredth of the picture. */
export const PICTURE_WIDTH_PX = 1600;
/** Of the picture in its page. */
const PICTURE_SELECTOR = '#picture';

/**
 * In views of a study's pictures the document becomes the picture: `PICTURE_WIDTH_PX` wide, its upper left corner at 0, 0, and
 *
 *     x = place in the picture (0..1) * width,    zoom = zoom * width of the picture in the page / width
 *
 * so that px of the screen stay what they were. What lies beside the picture lies beside it, and is negative or larger. Where
 * nobody looked at it, nobody knows where it was: gaze is then off the page. Views of pages stay as they are.
 */
export function layPictures(session: Session): Session {
  const pictures = findPictures(session);
  if (pictures.size === 0) return session;
  return {
    ...session,
    elements: session.elements.map((element) => {
      const laid = pictures.get(element.view);
      return laid ? { ...element, box: laid.toBox(element.box) } : element;
    }),
    events: session.events.map((event) => layEvent(event, pictures)),
    samples: laySamples(session, pictures),
    // The study has the picture itself.
    shots: session.shots.filter(({ view }) => !pictures.has(view)),
  };
}

/** The size of a task's laid out picture, as high as it was for its width; a square where nobody looked at it. */
export function measureLaidPicture(
  { views, elements }: Pick<Session, 'views' | 'elements'>,
  task: string,
): DocumentSize {
  const isIn = (view: number): boolean => fitsPattern(views[view]?.url ?? '', makePicturePattern(task));
  const picture = elements.findLast((one) => one?.selector === PICTURE_SELECTOR && isIn(one.view));
  return { widthPx: PICTURE_WIDTH_PX, heightPx: picture ? findHeight(picture.box) : PICTURE_WIDTH_PX };
}

type Laid = {
  /** `SeenElement.index` of the picture; -1 where nobody looked at it. */
  element: number;
  heightPx: number;
  /** Px of the laid out picture for one of the page. */
  scale: number;
  toX(xDocumentPx: number): number;
  toY(yDocumentPx: number): number;
  toBox(box: Box): Box;
};

type Pictures = ReadonlyMap<number, Laid>;

/** By `View.index`. */
function findPictures({ views, elements }: Session): Pictures {
  const found = new Map<number, Laid>();
  for (const { index, url } of views) {
    if (!isPictureAddress(url)) continue;
    // A session that a crash cut short may have holes in its list: `find` reads them as undefined.
    const picture = elements.find((one) => one?.view === index && one.selector === PICTURE_SELECTOR);
    found.set(index, picture ? layAround(picture) : LOST);
  }
  return found;
}

const LOST: Laid = {
  element: -1,
  heightPx: PICTURE_WIDTH_PX,
  scale: 1,
  toX: () => NaN,
  toY: () => NaN,
  toBox: (box) => box,
};

function layAround({ index, box }: SeenElement): Laid {
  const scale = PICTURE_WIDTH_PX / box.widthPx;
  const toX = (x: number): number => (x - box.xDocumentPx) * scale;
  const toY = (y: number): number => (y - box.yDocumentPx) * scale;
  return {
    element: index,
    heightPx: findHeight(box),
    scale,
    toX,
    toY,
    toBox: ({ xDocumentPx, yDocumentPx, widthPx, heightPx }) => ({
      xDocumentPx: toX(xDocumentPx),
      yDocumentPx: toY(yDocumentPx),
      widthPx: widthPx * scale,
      heightPx: heightPx * scale,
    }),
  };
}

function findHeight({ widthPx, heightPx }: Box): number {
  return (heightPx / widthPx) * PICTURE_WIDTH_PX;
}

function layEvent(event: SessionEvent, pictures: Pictures): SessionEvent {
  const laid = 'view' in event ? pictures.get(event.view) : undefined;
  if (!laid) return event;
  switch (event.type) {
    case 'document':
      return { ...event, widthPx: PICTURE_WIDTH_PX, heightPx: laid.heightPx };
    case 'viewport': {
      const [widthPx, heightPx] = [event.widthPx * laid.scale, event.heightPx * laid.scale];
      return { ...event, widthPx, heightPx, zoom: event.zoom / laid.scale };
    }
    case 'click':
      return {
        ...event,
        xDocumentPx: laid.toX(event.xDocumentPx),
        yDocumentPx: laid.toY(event.yDocumentPx),
      };
    default:
      return event;
  }
}

/** On the picture by the place in it, which holds whatever size the window had at that moment. */
function laySamples({ samples }: Session, pictures: Pictures): Session['samples'] {
  const xDocumentPx = samples.xDocumentPx.slice();
  const yDocumentPx = samples.yDocumentPx.slice();
  for (const [i, view] of samples.view.entries()) {
    const laid = pictures.get(view);
    if (!laid) continue;
    const isOn = samples.element[i] === laid.element && laid.element !== -1;
    xDocumentPx[i] = isOn ? samples.xElement[i]! * PICTURE_WIDTH_PX : laid.toX(xDocumentPx[i]!);
    yDocumentPx[i] = isOn ? samples.yElement[i]! * laid.heightPx : laid.toY(yDocumentPx[i]!);
  }
  return { ...samples, xDocumentPx, yDocumentPx };
}
