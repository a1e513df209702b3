// Has the browser hold this page to one origin.

/**
 * From now on the browser refuses every request of this document to another origin than that of `url`, whatever our code asks
 * for; also where a server sends a request on. A policy that was added is never taken back.
 *
 * @see https://www.w3.org/TR/CSP3/#meta-element
 */
export function holdToOrigin(url: string): void {
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = `connect-src ${new URL(url).origin}`;
  document.head.append(policy);
}
