// The four spaces a point of gaze passes through, and the conversions between neighbours, both ways.
//
//   screen fraction  --screen size-->  screen px  --placement-->  viewport px  --scroll-->  document px
//   0..1 of a screen                   DIPs of the desktop        CSS px                    CSS px

/** Fraction of the screen: (0, 0) its upper left corner, (1, 1) its lower right one. */
export type ScreenPoint = { xScreen: number; yScreen: number };
/** Device-independent pixels of the whole desktop, as in `MouseEvent.screenX`. */
export type DesktopPoint = { xScreenPx: number; yScreenPx: number };
/** CSS pixels of the layout viewport, as in `MouseEvent.clientX`. */
export type ViewportPoint = { xViewportPx: number; yViewportPx: number };
/** CSS pixels from the document's upper left corner, as in `MouseEvent.pageX`. */
export type DocumentPoint = { xDocumentPx: number; yDocumentPx: number };

/** One screen of the desktop, in the desktop's device-independent pixels. */
export type ScreenArea = {
  xScreenPx: number;
  yScreenPx: number;
  widthScreenPx: number;
  heightScreenPx: number;
};

/**
 * Where the visual viewport lies on the desktop, for a pinch zoom of 1.
 * `cssScale` is the desktop's DIPs per CSS pixel: the page zoom, never the device pixel ratio.
 */
export type Placement = { cssScale: number; xOriginScreenPx: number; yOriginScreenPx: number };

/** The pinch zoom: which part of the layout viewport is seen, and how much larger. @see VisualViewport */
export type Pinch = { scale: number; xOffsetPx: number; yOffsetPx: number };

/** How far the document is scrolled, in CSS pixels. */
export type Scroll = { xScrollPx: number; yScrollPx: number };

export const NO_PINCH: Pinch = { scale: 1, xOffsetPx: 0, yOffsetPx: 0 };

/** screen px = screen origin + fraction * screen size */
export function screenToDesktop({ xScreen, yScreen }: ScreenPoint, screen: ScreenArea): DesktopPoint {
  return {
    xScreenPx: screen.xScreenPx + xScreen * screen.widthScreenPx,
    yScreenPx: screen.yScreenPx + yScreen * screen.heightScreenPx,
  };
}

export function desktopToScreen({ xScreenPx, yScreenPx }: DesktopPoint, screen: ScreenArea): ScreenPoint {
  return {
    xScreen: (xScreenPx - screen.xScreenPx) / screen.widthScreenPx,
    yScreen: (yScreenPx - screen.yScreenPx) / screen.heightScreenPx,
  };
}

/** viewport px = (screen px - origin) / (page zoom * pinch zoom) + pinch offset */
export function desktopToViewport(
  point: DesktopPoint,
  placement: Placement,
  pinch: Pinch = NO_PINCH,
): ViewportPoint {
  const scale = placement.cssScale * pinch.scale;
  return {
    xViewportPx: (point.xScreenPx - placement.xOriginScreenPx) / scale + pinch.xOffsetPx,
    yViewportPx: (point.yScreenPx - placement.yOriginScreenPx) / scale + pinch.yOffsetPx,
  };
}

export function viewportToDesktop(
  point: ViewportPoint,
  placement: Placement,
  pinch: Pinch = NO_PINCH,
): DesktopPoint {
  const scale = placement.cssScale * pinch.scale;
  return {
    xScreenPx: placement.xOriginScreenPx + (point.xViewportPx - pinch.xOffsetPx) * scale,
    yScreenPx: placement.yOriginScreenPx + (point.yViewportPx - pinch.yOffsetPx) * scale,
  };
}

/** document px = viewport px + scroll */
export function viewportToDocument(
  { xViewportPx, yViewportPx }: ViewportPoint,
  scroll: Scroll,
): DocumentPoint {
  return { xDocumentPx: xViewportPx + scroll.xScrollPx, yDocumentPx: yViewportPx + scroll.yScrollPx };
}

export function documentToViewport(
  { xDocumentPx, yDocumentPx }: DocumentPoint,
  scroll: Scroll,
): ViewportPoint {
  return { xViewportPx: xDocumentPx - scroll.xScrollPx, yViewportPx: yDocumentPx - scroll.yScrollPx };
}
