// Fovea's one element in a page, of the overlay or of a study's bar: a closed shadow root in the top layer that neither is styled by the page nor
// takes its clicks.
import { isOwnElement } from './own-elements.ts';

export type Host = { root: ShadowRoot; element: HTMLElement };

/**
 * `all: initial` inline and important: the page's own rules cannot win. The host has no size and the top layer puts it
 * over everything, whatever z-index, transform or overflow the page's elements have; z-index is for the case that
 * something closes the popover. Its absolute children lie in the document and scroll, its fixed ones in the viewport.
 * @see https://developer.mozilla.org/docs/Glossary/Top_layer
 */
const HOST_STYLE = `
  all: initial !important;
  position: absolute !important;
  inset: 0 auto auto 0 !important;
  display: block !important;
  width: 0 !important;
  height: 0 !important;
  overflow: visible !important;
  pointer-events: none !important;
  z-index: 2147483647 !important;
`;

/** Adds the host to the document; it goes when the signal aborts. `tag` is one of `own-elements.ts`. */
export function createHost(signal: AbortSignal, tag: string, styles: string): Host {
  const element = document.createElement(tag);
  element.style.cssText = HOST_STYLE;
  element.popover = 'manual';
  const root = element.attachShadow({ mode: 'closed' });
  // A constructed sheet, because a page's content security policy may forbid style elements.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets = [sheet];
  document.documentElement.append(element);
  promote(element);

  // What enters the top layer later lies above: step up again. (A modal dialog still makes the toolbar inert.)
  const promoteAgain = (): void => promote(element);
  document.addEventListener('fullscreenchange', promoteAgain, { signal });
  document.addEventListener(
    'toggle',
    ({ target }) => {
      // Of two hosts on one page, each would step over the other for ever.
      if (!(target instanceof Element) || isOwnElement(target)) return;
      if (target.matches(':modal, :popover-open')) promoteAgain();
    },
    { capture: true, signal },
  );
  signal.addEventListener('abort', () => element.remove());
  return { root, element };
}

/** Puts the host on top of the top layer. */
function promote(element: HTMLElement): void {
  if (!element.isConnected) return;
  if (element.matches(':popover-open')) element.hidePopover();
  element.showPopover();
}
