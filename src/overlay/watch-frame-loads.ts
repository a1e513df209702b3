// Tells that a document got a frame, or that one of its frames went to another page.

/** Pages bring their frames in flocks. */
const SETTLED_MS = 300;

/**
 * Calls back some time after frames have loaded, once for all that did meanwhile, until aborted. The event of a frame
 * inside of a shadow root stays in there; such a frame is found with the next one that is not.
 * @see https://html.spec.whatwg.org/multipage/iframe-embed-object.html#iframe-load-event-steps
 */
export function watchFrameLoads(signal: AbortSignal, onLoad: () => void, page: Document = document): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const note = ({ target }: Event): void => {
    if (!(target instanceof Element) || !target.matches('iframe, frame, object, embed')) return;
    clearTimeout(timer);
    timer = setTimeout(onLoad, SETTLED_MS);
  };
  // It does not bubble.
  page.addEventListener('load', note, { capture: true, signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
}
