// The recorder in a page's frames, of any origin: tells of clicks, which the page itself does not get to see, and that frames have come.
import { watchFrameLoads } from '../overlay/watch-frame-loads.ts';
import type { FrameClick, RecorderOrder } from '../session/page-report.ts';
import { findAttachment } from './attachment.ts';
import type { ConnectRecorder } from './recorder-port.ts';
import { findSelector } from './selector.ts';
import { watchPageClicks } from './watch-page-clicks.ts';

/** Records until the controller aborts, which the end of the session does too. */
export function createFrameRecorder(
  controller: AbortController,
  dependencies: { connectRecorder: ConnectRecorder; bringFrames(): void },
): void {
  const { signal } = controller;
  let stretch: AbortController | null = null;

  const record = (bringFrames: boolean): void => {
    if (stretch) return;
    stretch = new AbortController();
    const within = AbortSignal.any([signal, stretch.signal]);
    if (bringFrames) watchFrameLoads(within, dependencies.bringFrames);
    watchPageClicks(within, (target, { timestampMs }, event) => {
      const { screenX: xScreenPx, screenY: yScreenPx } = event;
      const on = target && describe(target, event);
      port.post({ type: 'frame-click', click: { timestampMs, xScreenPx, yScreenPx, on } });
    });
  };
  const rest = (): void => {
    stretch?.abort();
    stretch = null;
  };
  const obey = (order: RecorderOrder): void => {
    if (order.type === 'record') record(order.bringFrames);
    else if (order.type === 'rest') rest();
    else if (order.type === 'end') controller.abort();
  };
  const port = dependencies.connectRecorder(signal, {
    onOrder: obey,
    onLost: () => controller.abort(),
  });
}

function describe(target: Element, { clientX, clientY }: MouseEvent): NonNullable<FrameClick['on']> {
  const { left, top, width, height } = target.getBoundingClientRect();
  const attachment = scrolls() ? 'scroller' : findAttachment(target);
  return {
    selector: [...findFrames(), findSelector(target)].join(' >>> '),
    tag: target.localName.toLowerCase(),
    attachment,
    box: { leftPx: left - clientX, topPx: top - clientY, widthPx: width, heightPx: height },
  };
}

/** The selectors of the frames that this one lies in, from the outermost, without the one in the page itself. */
function findFrames(): string[] {
  const frames: string[] = [];
  for (let at: Window = window; at.parent !== at.top; at = at.parent) frames.unshift(findFrame(at));
  return frames;
}

/** Of a frame in a document of another origin it cannot be seen which one it is. */
function findFrame(at: Window): string {
  try {
    return at.frameElement ? findSelector(at.frameElement) : 'iframe';
  } catch {
    return 'iframe';
  }
}

function scrolls({ scrollingElement }: Document = document): boolean {
  if (!scrollingElement) return false;
  const { scrollHeight, clientHeight, scrollWidth, clientWidth } = scrollingElement;
  return scrollHeight > clientHeight || scrollWidth > clientWidth;
}
