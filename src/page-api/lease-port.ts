// A hold on tracking that a page began, of a page's script or a check of Fovea's own: a port to the offscreen document, which the
// browser closes with the page.
import { browser } from 'wxt/browser';
import type { Leases } from './leases.ts';

const LEASE_PORT = 'page-lease';

type Release = { type: 'release' };
type Released = { type: 'released'; cameraOn: boolean };

export type Lease = {
  /** Lets go; answers once it is known whether the camera is off. Twice is the same as once. */
  release(): Promise<{ cameraOn: boolean }>;
};

/**
 * Holds the tracker from a page, until aborted at the latest.
 * @param onLost the tracker is gone, and this page did not let go
 */
export function holdLease(signal: AbortSignal, onLost: () => void): Lease {
  const port = browser.runtime.connect({ name: LEASE_PORT });
  let releasing = false;
  const released = new Promise<{ cameraOn: boolean }>((resolve) => {
    port.onMessage.addListener(({ cameraOn }: Released) => {
      resolve({ cameraOn });
      port.disconnect();
    });
    port.onDisconnect.addListener(() => {
      void browser.runtime?.lastError;
      // The offscreen document is closed, and the camera with it.
      resolve({ cameraOn: false });
      if (!releasing && !signal.aborted) onLost();
    });
  });
  signal.addEventListener('abort', () => port.disconnect());
  return {
    release() {
      if (!releasing) port.postMessage({ type: 'release' } satisfies Release);
      releasing = true;
      return released;
    },
  };
}

/** Answers pages in the offscreen document. */
export function serveLeases(leases: Leases<object>): void {
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== LEASE_PORT) return;
    leases.take(port);
    port.onDisconnect.addListener(() => void leases.letGo(port));
    port.onMessage.addListener(async () => {
      const cameraOn = await leases.letGo(port);
      port.postMessage({ type: 'released', cameraOn } satisfies Released);
    });
  });
}
