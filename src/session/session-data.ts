// What a session is: a recording of tracked browsing, in the one shape that is stored, exported, imported and analysed.
//
//   session  = what is known of it as a whole
//   view     = one document in one tab, from its load or route change to the next
//   element  = what gaze or a click met in a view, named by a selector that finds it again, with its box in the picture
//   sample   = a frame of the webcam: where the gaze was on the screen, and, where that was on a page, on what
//   event    = what happened to the page, the person's clicks, and the course of the recording
//   shot     = a picture of what was seen of a view
//
// Every time is `timestampMs`: milliseconds since the session's `createdAt`.

/** How much of a session may leave with an export, each including those before it; frames of the webcam are in none. */
export const DETAIL_LEVELS = ['aois', 'fixations', 'samples', 'screenshots'] as const;
export type DetailLevel = (typeof DETAIL_LEVELS)[number];

export type SessionScreen = {
  /** Device-independent pixels. */
  widthPx: number;
  heightPx: number;
  widthCm?: number;
  heightCm?: number;
};

/** What the person's last check on this screen said, where there is one (see `src/validation/`). */
export type SessionAccuracy = {
  /** ISO 8601. */
  checkedAt: string;
  /** 100 x mean distance from the targets, x in screen widths, y in screen heights. */
  errorPct: number;
  /** Root mean square of the distances from sample to sample, in the same unit. */
  precisionPct: number;
};

export type SessionInfo = {
  id: string;
  name: string;
  /** ISO 8601: when it began. */
  createdAt: string;
  /** From its begin to its end or, of one that was interrupted, to what was last written; pauses count. */
  durationMs: number;
  /** `Person.id` of who was tracked; absent where it was nobody in particular. */
  person?: string;
  screen: SessionScreen;
  /** Eye to screen, as the person told it. */
  distanceCm?: number;
  camera?: { label: string };
  accuracy?: SessionAccuracy;
  /** SHA-256 of the network's weights. */
  weightsHash?: string;
  /** Of the extension that recorded it. */
  foveaVersion: string;
  userAgent?: string;
  /** Whether pictures of the pages were taken. */
  screenshots: boolean;
  notes?: string;
  /** Keys of an imported file that this version does not know, written back on export. */
  extra?: Readonly<Record<string, unknown>>;
};

export type View = {
  /** Its place in `Session.views`; samples and events name it by this. */
  index: number;
  /** Which of the session's tabs, from 0, in the order in which they came. */
  tab: number;
  url: string;
  /** The last one that it had: later chunks may bring the view again with another. */
  title: string;
  /** When it was first seen in this session. */
  timestampMs: number;
  /** `route`: a single-page app changed its address, and the document stayed. */
  cause: 'load' | 'route';
};

/** What an element's box moves with: the document, the viewport (fixed, or stuck), or a scroller of its own. */
export type Attachment = 'document' | 'viewport' | 'scroller';

/** A box in document px. */
export type Box = { xDocumentPx: number; yDocumentPx: number; widthPx: number; heightPx: number };

export type SeenElement = {
  /** Its place in `Session.elements`. */
  index: number;
  view: number;
  /** Finds it again with `querySelector`; steps into an open shadow root, or a frame, are joined by ` >>> `. */
  selector: string;
  /** In lower case. */
  tag: string;
  attachment: Attachment;
  /**
   * Where the picture of the page shows it, or else where it was first met: samples on it are drawn there, wherever it had
   * moved to (`place-elements.ts`).
   */
  box: Box;
};

/** What stays in the viewport while the page scrolls: a header, a bar, a menu beside the content. */
export type Fixture = { selector: string; box: Box };

/** One entry for each frame of the webcam; all columns have the same length. */
export type SampleColumns = {
  /** Rising. */
  timestampMs: Float64Array<ArrayBuffer>;
  /** Fractions of the screen; NaN where the sample was lost (no open eyes). */
  xScreen: Float32Array<ArrayBuffer>;
  yScreen: Float32Array<ArrayBuffer>;
  /** 0..1; 0 where lost. */
  confidence: Float32Array<ArrayBuffer>;
  /** `View.index` of the page that was in front, -1 where there was none. */
  view: Int32Array<ArrayBuffer>;
  /** CSS px of the viewport; NaN where the gaze was lost or off the page. */
  xViewportPx: Float32Array<ArrayBuffer>;
  yViewportPx: Float32Array<ArrayBuffer>;
  /**
   * CSS px of the document *as it was at that moment*; NaN as above. Where gaze is to stick to content, take the
   * element's box and the place in it (`anchor.ts`).
   */
  xDocumentPx: Float32Array<ArrayBuffer>;
  yDocumentPx: Float32Array<ArrayBuffer>;
  /** `SeenElement.index` of the innermost element there, -1 where there was none. */
  element: Int32Array<ArrayBuffer>;
  /** Place in the element's box, 0..1 from its upper left corner; NaN where there is no element. */
  xElement: Float32Array<ArrayBuffer>;
  yElement: Float32Array<ArrayBuffer>;
};

type At = { timestampMs: number };
type InView = At & { view: number };

export type SessionEvent =
  | (InView & { type: 'scroll'; xScrollPx: number; yScrollPx: number })
  /** `zoom`: the page zoom times the pinch; DIPs of the desktop for a CSS px. */
  | (InView & { type: 'viewport'; widthPx: number; heightPx: number; zoom: number; devicePixelRatio: number })
  /** The size of the whole document. */
  | (InView & { type: 'document'; widthPx: number; heightPx: number })
  | (InView & { type: 'click'; xDocumentPx: number; yDocumentPx: number; element: number })
  /** The view came to the front, or went. */
  | (InView & { type: 'show' | 'hide' })
  /** Nothing is recorded from the pause to the resumption. */
  | (At & { type: 'pause' | 'resume' })
  | (At & { type: 'marker'; label: string })
  /** Browsing went where Fovea does not record: a site that is excluded, a page that the browser lets no extension into. */
  | (At & { type: 'away'; reason: 'excluded' | 'forbidden' });

/** A picture of the viewport. */
export type Shot = {
  /** Its place in `Session.shots`. */
  index: number;
  view: number;
  timestampMs: number;
  /** Its upper left corner, CSS px of the document. */
  xDocumentPx: number;
  yDocumentPx: number;
  /** CSS px. */
  widthPx: number;
  heightPx: number;
  /** Pixels of the picture, which is a WebP or a PNG. */
  widthImagePx: number;
  heightImagePx: number;
  bytes: number;
  /** What in it is fixed or may stick, where it was then; absent of pictures whose recorder did not tell. */
  fixtures?: readonly Fixture[];
  /**
   * Where the page itself has what is a fixture in some pictures of this view and not in others, as a header that a script
   * fixes once the page is scrolled: as last seen there; absent where there is none.
   */
  homes?: readonly Fixture[];
};

export type Session = {
  info: SessionInfo;
  views: View[];
  elements: SeenElement[];
  /** By time. */
  events: SessionEvent[];
  samples: SampleColumns;
  shots: Shot[];
};
