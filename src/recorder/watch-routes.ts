// Tells when a single-page app goes to another page of its own, while its document stays.

/** In Chromium since 102, not in the DOM typings. @see https://developer.mozilla.org/docs/Web/API/Navigation_API */
type WithNavigation = Window & { navigation?: EventTarget };

/**
 * Whether an address is another page of an app. A fragment is a place on the page, but for apps that write their routes
 * into it (`#/cart`, `#!cart`).
 */
export function isOtherRoute(before: string, now: string): boolean {
  const [a, b] = [new URL(before), new URL(now)];
  if (a.origin + a.pathname + a.search !== b.origin + b.pathname + b.search) return true;
  return (isRoute(a.hash) || isRoute(b.hash)) && a.hash !== b.hash;
}

/** Calls back after the address has changed, whether the app or the back button did it, until aborted. */
export function watchRoutes(signal: AbortSignal, onRoute: () => void, page: Window = window): void {
  // Fires for `pushState` and `replaceState` too, which no other event tells of.
  (page as WithNavigation).navigation?.addEventListener('currententrychange', onRoute, { signal });
  page.addEventListener('popstate', onRoute, { signal });
  page.addEventListener('hashchange', onRoute, { signal });
}

const isRoute = (hash: string): boolean => hash.startsWith('#/') || hash.startsWith('#!');
