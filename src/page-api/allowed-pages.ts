// The sites that may ask Fovea where the person looks: by their exact origin, as the person allowed them; pure.

/** A site with the person's leave. */
export type AllowedPage = {
  /** As `location.origin` writes it, with its port: `https://lab.example`. */
  origin: string;
  /** ISO 8601. */
  allowedAt: string;
  /** Whether the browser's leave for the site was given with it: then it goes with it too. */
  granted: boolean;
};

/** The origin that can be allowed at an address; null where none can: only the web's pages have one that tells them apart. */
export function readOrigin(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, origin } = new URL(address);
  return protocol === 'http:' || protocol === 'https:' ? origin : null;
}

export function isAllowed(origin: string | undefined, pages: readonly AllowedPage[]): boolean {
  return origin !== undefined && pages.some((page) => page.origin === origin);
}

/**
 * What the browser is asked leave for. It lets an extension into a host with all of its ports or not at all; which of them is
 * answered, the list decides.
 * @see https://developer.chrome.com/docs/extensions/develop/concepts/match-patterns
 */
export function toPattern(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}

/** Allowing twice is the same as once; that it was granted then is not forgotten. */
export function allow(
  pages: readonly AllowedPage[],
  origin: string,
  granted: boolean,
  now = new Date(),
): AllowedPage[] {
  const before = pages.find((page) => page.origin === origin);
  const page = { origin, allowedAt: now.toISOString(), granted: granted || before?.granted === true };
  return [...pages.filter((other) => other !== before), page].toSorted((a, b) =>
    a.origin < b.origin ? -1 : 1,
  );
}

export type Revoked = {
  pages: AllowedPage[];
  /** The browser's leave to give back; null where it was there before, or another page of the host goes on with it. */
  giveBack: string | null;
};

/** A page of the same host that stays takes over what was granted. */
export function revoke(pages: readonly AllowedPage[], origin: string): Revoked {
  const revoked = pages.find((page) => page.origin === origin);
  const others = pages.filter((page) => page !== revoked);
  if (!revoked?.granted) return { pages: others, giveBack: null };
  const pattern = toPattern(origin);
  const heir = others.find((page) => toPattern(page.origin) === pattern);
  if (!heir) return { pages: others, giveBack: pattern };
  const inherited = { ...heir, granted: true };
  return { pages: others.map((page) => (page === heir ? inherited : page)), giveBack: null };
}
