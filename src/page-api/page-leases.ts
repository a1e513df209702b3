// Keeps the camera on for as long as pages hold it, and no longer: a port from each page to the offscreen document.
import type { Browser } from 'wxt/browser';
import { browser } from 'wxt/browser';

const SECOND = 1000;
const LEASE_PORT = 'page-lease';
/** A page that began tracking takes hold of it at once; one that is gone meanwhile never does. */
const TAKE_HOLD_MS = 3 * SECOND;

type Release = { type: 'release' };
type Released = { type: 'released'; cameraOn: boolean };

export type Lease = {
  /** Lets go; answers once it is known whether the camera is off. Twice is the same as once. */
  release(): Promise<{ cameraOn: boolean }>;
};

/**
 * Holds the tracker from a page. A page that unloads lets go by itself: its port closes.
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

export type Leases = {
  /** Tracking was begun for a page: it ends with the last page that holds it. */
  begin(): void;
};

/**
 * Answers leases in the offscreen document. What a person began themselves is none of the pages' to end.
 * @param leave the last page let go of what a page began; answers whether the camera is on all the same
 */
export function serveLeases(leave: () => Promise<boolean>): Leases {
  const ports = new Set<Browser.runtime.Port>();
  let begunByPage = false;

  const settle = async (): Promise<boolean> => {
    if (!begunByPage || ports.size > 0) return true;
    begunByPage = false;
    return leave();
  };
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== LEASE_PORT) return;
    ports.add(port);
    port.onDisconnect.addListener(() => {
      if (ports.delete(port)) void settle();
    });
    port.onMessage.addListener(async () => {
      ports.delete(port);
      const cameraOn = await settle();
      port.postMessage({ type: 'released', cameraOn } satisfies Released);
    });
  });
  return {
    begin() {
      begunByPage = true;
      setTimeout(() => void settle(), TAKE_HOLD_MS);
    },
  };
}
