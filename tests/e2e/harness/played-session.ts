// A session that is recorded of gaze that a test plays, on pages that it opens.
import type { Page } from 'playwright-core';
import { askExtension } from '../../../scripts/ask-extension.ts';
import type { SessionState, SessionWish } from '../../../src/session/session-state.ts';
import { launchPlainFovea, type PlainFovea, type PlainOptions } from './launch-plain.ts';
import type { Heard, Play } from './played/offscreen.ts';
import { installPlayedTracker } from './played/install.ts';
import { movePointer } from './pointer.ts';
import { readSessions, type StoredSession } from './stored-sessions.ts';
import { sleep, waitUntil } from './wait.ts';

const SECOND = 1000;
/** A hand rests between two moves; by then a page that was just opened is recorded, or known not to be. */
const REST_MS = 200;
/** A page tells of where it was looked at last within this time. */
const TOLD_MS = 100;
export const WINDOW = { widthPx: 1280, heightPx: 800 };

export type PlayedSession = {
  fovea: PlainFovea;
  /** One of the extension's own pages; not in front while others are. */
  control: Page;
  start(wish?: Partial<SessionWish>): Promise<SessionState>;
  ask(type: 'pauseSession' | 'resumeSession' | 'stopSession' | 'getSession'): Promise<SessionState>;
  play(play: Play): Promise<void>;
  /** Waits until the recorder on the page, as it is in front now, was heard: from then on what is looked at is recorded. */
  waitForRecorder(page: Page): Promise<void>;
  /** Waits until the recorder in a frame of this address was heard. */
  waitForFrame(address: string): Promise<void>;
  /** Waits until the recording leaves out these sites, and no others. */
  waitForExcluded(...sites: string[]): Promise<void>;
  /** Opens an address in a tab of its own, in front. */
  open(address: string): Promise<Page>;
  /** Looks at a place of the viewport, in CSS px, for so long; answers when it began and ended. */
  look(page: Page, xPx: number, yPx: number, forMs?: number): Promise<{ fromMs: number; untilMs: number }>;
  /** The newest session as it is stored now. */
  read(): Promise<StoredSession>;
  /** Starts over after a crash. */
  crash(): Promise<PlayedSession>;
};

/** @param ready what is to be set up in the browser first: it may reload the extension */
export async function launchPlayed(
  options: PlainOptions = {},
  ready?: (fovea: PlainFovea) => Promise<void>,
): Promise<PlayedSession> {
  const fovea = await launchPlainFovea({ window: WINDOW, prepare: installPlayedTracker, ...options });
  await ready?.(fovea);
  return describe(fovea);
}

async function describe(fovea: PlainFovea): Promise<PlayedSession> {
  const control = await fovea.open('/popup.html');
  const hear = (): Promise<Heard | null> =>
    control.evaluate(() =>
      chrome.runtime.sendMessage({ play: 'heard' }).then(
        (heard) => heard ?? null,
        () => null,
      ),
    );
  const waitUntilHeard = async (holds: (heard: Heard) => boolean, what: string): Promise<void> => {
    let heard: Heard | null = null;
    const isSo = async (): Promise<boolean> => {
      heard = await hear();
      return heard !== null && holds(heard);
    };
    await waitUntil(isSo, 20 * SECOND, what).catch((cause: Error) => {
      throw new Error(`${cause.message} Heard: ${JSON.stringify(heard)}`, { cause });
    });
  };
  const play = async (what: Play): Promise<void> => {
    await control.evaluate((sent) => chrome.runtime.sendMessage({ play: sent }), what);
  };
  return {
    fovea,
    control,
    play,
    async waitForRecorder(page) {
      const address = dropHash(await page.evaluate(() => location.href));
      await waitUntilHeard(
        ({ pages }) => pages.some((url) => dropHash(url) === address),
        `the recorder on ${address}`,
      );
    },
    waitForFrame: (address) =>
      waitUntilHeard(({ frames }) => frames.includes(address), `the recorder in the frame ${address}`),
    waitForExcluded: (...sites) =>
      waitUntilHeard(({ excluded }) => String(excluded) === String(sites), `${sites} to be left out`),
    start: (wish) =>
      askExtension(control, 'startSession', {
        name: 'Played',
        screenshots: false,
        screen: { id: '1280x800@1', ...WINDOW },
        ...wish,
      }),
    ask: (type) => askExtension(control, type),
    async open(address) {
      const page = await fovea.context.newPage();
      await page.goto(address);
      await page.bringToFront();
      return page;
    },
    async look(page, xPx, yPx, forMs = 0.6 * SECOND) {
      // Two places tell where the page lies on the screen, at its edge, where no frame takes the pointer.
      const one = await movePointer(page, 4, 100);
      await sleep(REST_MS);
      const other = await movePointer(page, 4, 400);
      await sleep(REST_MS);
      const scale = (other.screenY - one.screenY) / (other.clientY - one.clientY);
      const [screenX, screenY] = [
        other.screenX + (xPx - other.clientX) * scale,
        other.screenY + (yPx - other.clientY) * scale,
      ];
      const screen = await page.evaluate(() => ({
        width: window.screen.width,
        height: window.screen.height,
      }));
      await play({ gaze: { xScreen: screenX / screen.width, yScreen: screenY / screen.height } });
      const fromMs = Date.now();
      await sleep(forMs);
      const untilMs = Date.now();
      await sleep(TOLD_MS);
      return { fromMs, untilMs };
    },
    async read() {
      const [session] = await readSessions(control);
      if (!session) throw new Error('No session is stored.');
      return session;
    },
    crash: async () => describe(await fovea.crash()),
  };
}

/** A place on a page is no other page. */
function dropHash(address: string): string {
  return address.split('#')[0]!;
}

/** Waits until what is stored of the newest session holds. */
export async function waitForStored(
  session: PlayedSession,
  holds: (stored: StoredSession) => boolean,
  what: string,
): Promise<StoredSession> {
  let stored = await session.read();
  const look = async (): Promise<boolean> => {
    stored = await session.read();
    return holds(stored);
  };
  await waitUntil(look, 20 * SECOND, what).catch((cause: Error) => {
    throw new Error(`${cause.message} Stored: ${JSON.stringify(summarize(stored))}`, { cause });
  });
  return stored;
}

function summarize({ row, views, events, elements, samples }: StoredSession) {
  return { row, views, events, elements, samples: samples.timestampMs.length };
}
