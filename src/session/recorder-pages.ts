// The recorders on pages, as the offscreen document knows them: which are let in, what they are told, what they say.
import type { Browser } from 'wxt/browser';
import { isOfSites } from '../study/sites.ts';
import { isPicturePage } from '../study/tasks/picture-page.ts';
import { isExcluded } from './excluded-sites.ts';
import type { FrameClick, PageMessage, RecorderOrder } from './page-report.ts';
import type { PageLog, SessionLog } from './session-log.ts';
import type { ShotKeeper } from './shot-keeper.ts';

const SECOND = 1000;
/** A page that does not say within this time whether it stood still, did not. */
const VERDICT_MS = 2 * SECOND;

type Port = Browser.runtime.Port;

/** The session that is recorded, as far as pages are concerned. */
export type OpenSession = {
  log: SessionLog;
  shots: ShotKeeper | null;
  startMs: number;
  paused: boolean;
  excludedSites: readonly string[];
  /** The one tab that is recorded; undefined where it is all of them. */
  onlyTab: number | undefined;
  /** The sites that alone are recorded, beside a study's pictures; undefined where it is all of them. */
  sites: readonly string[] | undefined;
  recordedMs(): number;
};

type Page = { port: Port; log: PageLog; verdicts: Map<number, (still: boolean) => void> };

export type RecorderPages = {
  /** A page's recorder is there. */
  connect(port: Port): void;
  /** Tells all pages how things stand: after a start, a pause, a resumption, an end, and when sites are excluded. */
  tell(): void;
};

/** @param getSession null where none is going on */
export function createRecorderPages(getSession: () => OpenSession | null): RecorderPages {
  const pages = new Map<Port, Page>();
  /** Recorders in pages' frames. */
  const frames = new Set<Port>();

  const dismiss = (port: Port): void => {
    const page = pages.get(port);
    pages.delete(port);
    frames.delete(port);
    page?.log.close(Date.now());
    page?.verdicts.forEach((resolve) => resolve(false));
    send(port, { type: 'end' });
  };
  const order = (port: Port, session: OpenSession | null): void => {
    if (!session || !isWelcome(port, session)) return dismiss(port);
    if (session.paused) send(port, { type: 'rest' });
    else {
      // Where all tabs are recorded the browser itself puts the recorder into each document.
      const bringFrames = session.onlyTab !== undefined;
      send(port, { type: 'record', screenshots: session.shots !== null, bringFrames });
    }
  };

  const picture = async (page: Page, message: Extract<PageMessage, { type: 'shot' }>): Promise<void> => {
    const { id, place } = message;
    const session = getSession();
    const view = page.log.findView(place.view);
    const { id: tabId, windowId } = page.port.sender?.tab ?? {};
    if (!session?.shots || session.paused || view === undefined || !tabId || windowId === undefined) {
      return send(page.port, { type: 'pictured', id, taken: false });
    }
    const confirm = (taken: boolean): Promise<boolean> => {
      if (!taken || !pages.has(page.port)) {
        send(page.port, { type: 'pictured', id, taken: false });
        return Promise.resolve(false);
      }
      const verdict = new Promise<boolean>((resolve) => page.verdicts.set(id, resolve));
      send(page.port, { type: 'pictured', id, taken: true });
      return orFalse(verdict, VERDICT_MS).finally(() => page.verdicts.delete(id));
    };
    const timestampMs = Math.max(0, place.timestampMs - session.startMs);
    const sitter = { tabId, windowId, place: { ...place, view, timestampMs }, confirm };
    await session.shots.take(sitter, session.recordedMs());
  };

  /** The page that the frame lies in knows where. */
  const passOn = (port: Port, click: FrameClick): void => {
    if (!frames.has(port) || getSession()?.paused !== false) return;
    const page = [...pages.keys()].find(({ sender }) => sender?.tab?.id === port.sender?.tab?.id);
    if (page) send(page, { type: 'frame-clicked', frameId: port.sender?.frameId ?? -1, click });
  };
  const connectFrame = (port: Port): void => {
    frames.add(port);
    port.onMessage.addListener((message: PageMessage) => {
      if (message.type === 'frame-click') passOn(port, message.click);
    });
    port.onDisconnect.addListener(() => frames.delete(port));
    order(port, getSession());
  };

  return {
    connect(port) {
      const session = getSession();
      const tabId = port.sender?.tab?.id;
      if (!session || tabId === undefined) return send(port, { type: 'end' });
      if (port.sender?.frameId !== 0) return connectFrame(port);
      const page: Page = { port, log: session.log.addPage(tabId), verdicts: new Map() };
      pages.set(port, page);
      port.onMessage.addListener((message: PageMessage) => {
        if (!pages.has(port)) return;
        if (message.type === 'report') page.log.take(message);
        else if (message.type === 'shot') void picture(page, message);
        else if (message.type === 'verdict') page.verdicts.get(message.id)?.(message.still);
      });
      port.onDisconnect.addListener(() => {
        if (pages.delete(port)) page.log.close(Date.now());
      });
      order(port, session);
    },
    tell() {
      const session = getSession();
      for (const port of [...pages.keys(), ...frames]) order(port, session);
    },
  };
}

/** What was promised, or false after a time. */
function orFalse(promise: Promise<boolean>, afterMs: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), afterMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function send(port: Port, order: RecorderOrder): void {
  try {
    port.postMessage(order);
  } catch {
    // The page went away this moment; its disconnection is told by itself.
  }
}

/**
 * Documents of ordinary windows, but for excluded sites: neither a page of one in a frame, nor a frame in a page of one. In a
 * study only those of its own sites.
 */
function isWelcome({ sender }: Port, { excludedSites, onlyTab, sites }: OpenSession): boolean {
  if (!sender?.tab || sender.tab.incognito) return false;
  if (onlyTab !== undefined && sender.tab.id !== onlyTab) return false;
  // A frame that has no address of its own, as `about:srcdoc`, still has an origin.
  const isOwn = sender.frameId !== 0 && sender.url?.startsWith('about:');
  const address = (isOwn ? sender.origin : sender.url) ?? '';
  if (sites) return isPicturePage(address) || isOfSites(address, sites);
  return ![address, sender.tab.url].some((one) => isExcluded(one, excludedSites));
}
