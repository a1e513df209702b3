// What the measuring page sees of its person, played: light and seats that no recording has.
import type { Page } from 'playwright-core';
import type { Look } from '../../../src/gaze/look.ts';

export type Looks = {
  /** What is seen from now on, in the camera's picture and in photos. */
  show(look: Look): Promise<void>;
};

type Played = { foveaLook: Look };

/** Answers for the worker that looks, in this page, from its next load on. */
export async function playLooks(page: Page, first: Look): Promise<Looks> {
  let shown = first;
  await page.addInitScript(playWorker);
  const tell = (): Promise<void> =>
    page.evaluate((look) => void ((globalThis as unknown as Played).foveaLook = look), shown);
  // Where the page goes on to another meanwhile, that one is told.
  page.on('domcontentloaded', () => void tell().catch(() => undefined));
  return {
    async show(look) {
      shown = look;
      await tell();
    },
  };
}

/** Runs in the page. */
function playWorker(): void {
  const Real = globalThis.Worker;
  class PlayedWorker extends EventTarget {
    postMessage({ id, source }: { id?: number; source?: unknown }): void {
      if (source instanceof ImageBitmap) source.close();
      if (id === undefined) return;
      const answer = (): void => {
        const look = (globalThis as unknown as Played).foveaLook;
        if (!look) return void setTimeout(answer, 50);
        this.dispatchEvent(new MessageEvent('message', { data: { id, look } }));
      };
      setTimeout(answer, 50);
    }
    terminate(): void {}
  }
  globalThis.Worker = new Proxy(Real, {
    construct: (worker, [url, options]: [URL, WorkerOptions?]) =>
      String(url).includes('look-worker') ? new PlayedWorker() : new worker(url, options),
  });
}
