// What a page's recorder and the offscreen document say to each other, over a port of their own, past the background worker.
// Messages are JSON, which knows no NaN: what is not known is left out.
import type { DocumentPoint, ViewportPoint } from '../screen/spaces.ts';
import type { ToldElement } from './session-chunks.ts';
import type { Attachment, SeenElement, SessionEvent, Shot, View } from './session-data.ts';

export const RECORDER_PORT = 'recorder';

/** Events that pages tell of; the rest are the recording's own. */
type ViewEvent = Extract<SessionEvent, { view: number }>;

/** A sample as the page that was in front saw it. */
export type PageSample = {
  /** Of the frame: names the sample. Unix epoch. */
  timestampMs: number;
  /** The page's own number of the view. */
  view: number;
  /** Where it was on the page; absent where the gaze was beside it. */
  place?: ViewportPoint & DocumentPoint;
  /** What was there, by the page's own number of the element, and where in its box, 0..1. */
  on?: { element: number; xElement: number; yElement: number };
};

/**
 * What happened on a page since the last report. Views and elements bear numbers of the page's own, from 0, and every time
 * is in milliseconds since the Unix epoch.
 */
export type PageReport = {
  type: 'report';
  views: Omit<View, 'tab'>[];
  elements: ToldElement[];
  events: ViewEvent[];
  samples: PageSample[];
  /** The newest sample that came to the page, on it or not. */
  seenMs: number;
  /** Whether the page's window has the focus: of two that hold the same point, it is in front. */
  focused: boolean;
};

/** Where a picture of the viewport lies. */
export type ShotPlace = Pick<
  Shot,
  'view' | 'timestampMs' | 'xDocumentPx' | 'yDocumentPx' | 'widthPx' | 'heightPx' | 'fixtures' | 'homes'
>;

/** A click in a frame of a page, as the frame saw it, which does not know where on the page it lies. */
export type FrameClick = {
  /** Unix epoch. */
  timestampMs: number;
  /** DIPs of the desktop, as in `MouseEvent.screenX`. */
  xScreenPx: number;
  yScreenPx: number;
  /** What it was on: its selector from the frame in the page downwards, and its box, in CSS px from the click. */
  on:
    | (Pick<SeenElement, 'selector' | 'tag'> & {
        attachment: Attachment;
        box: { leftPx: number; topPx: number; widthPx: number; heightPx: number };
      })
    | null;
};

/** What pages say. */
export type PageMessage =
  | PageReport
  /** Said by frames, of themselves; all else is said by the uppermost document. */
  | { type: 'frame-click'; click: FrameClick }
  /** The page is ready to be pictured: Fovea's own overlay is out of the picture. */
  | { type: 'shot'; id: number; place: ShotPlace }
  /** Whether the page stood still while it was pictured. */
  | { type: 'verdict'; id: number; still: boolean };

/** What pages are told. */
export type RecorderOrder =
  /** Record from now on. `bringFrames`: in frames that load later nobody records unless somebody is told of them. */
  | { type: 'record'; screenshots: boolean; bringFrames: boolean }
  /** The session is paused. */
  | { type: 'rest' }
  /** There is no session, or this page is not to be in it. */
  | { type: 'end' }
  /** A frame of this page was clicked in. `frameId`: the browser's, which tells frames apart. */
  | { type: 'frame-clicked'; frameId: number; click: FrameClick }
  /** The picture is taken, or could not be: the overlay may come back. */
  | { type: 'pictured'; id: number; taken: boolean };
