// Takes pictures for a session, one at a time: asks for them, leaves out what is kept already, and keeps to the budget.
import type { FoveaDatabase } from '../storage/database.ts';
import { addShot } from '../storage/sessions.ts';
import { isSamePicture } from './picture-signature.ts';
import type { ShotPlace } from './page-report.ts';
import { chooseQuality, fitsBudget } from './shot-budget.ts';

const SECOND = 1000;
/** The browser takes two pictures a second at most. @see https://developer.chrome.com/docs/extensions/reference/api/tabs#property-MAX_CAPTURE_VISIBLE_TAB_CALLS_PER_SECOND */
const LEAST_GAP_MS = 0.6 * SECOND;
/** Finer than a pixel of an unzoomed page nothing is kept, and no wider than this. */
const MOST_WIDTH_PX = 1920;
/** Places whose last picture is remembered, so that it is not kept twice. */
const MOST_REMEMBERED = 64;

/** What a picture of a tab is asked with. */
export type PictureWish = {
  tabId: number;
  windowId: number;
  /** Of the WebP, 0..1. */
  quality: number;
  /** In pixels of the picture. */
  mostWidthPx: number;
};

export type TabPicture = {
  /** A WebP, in base64: messages are JSON. */
  webp: string;
  widthPx: number;
  heightPx: number;
  /** See `makeSignature`. */
  signature: number[];
};

/** A page that is to be pictured. */
export type Sitter = {
  tabId: number;
  windowId: number;
  /** The session's number of the view, and times from its begin. */
  place: ShotPlace;
  /** Tells the page that the picture is taken, or was not; resolves to whether it stood still meanwhile. */
  confirm(taken: boolean): Promise<boolean>;
};

export type ShotKeeper = {
  take(sitter: Sitter, recordedMs: number): Promise<void>;
  /** Of the pictures that were kept. */
  bytes(): number;
};

export type ShotKeeperDependencies = {
  database: FoveaDatabase;
  sessionId: string;
  takePicture(wish: PictureWish): Promise<TabPicture>;
  /** The picture could not be stored. */
  onProblem(error: unknown): void;
};

export function createShotKeeper({
  database,
  sessionId,
  takePicture,
  onProblem,
}: ShotKeeperDependencies): ShotKeeper {
  let queue: Promise<void> = Promise.resolve();
  let takenMs = 0;
  let bytes = 0;
  /** What each place looked like when it was last kept, oldest first: the signatures, a byte a cell. */
  const kept = new Map<string, Uint8Array>();

  const take = async (sitter: Sitter, recordedMs: number): Promise<void> => {
    const { tabId, windowId, place } = sitter;
    const quality = chooseQuality(bytes, recordedMs);
    if (quality === null) return void (await sitter.confirm(false));
    await new Promise((resolve) => setTimeout(resolve, takenMs + LEAST_GAP_MS - Date.now()));
    takenMs = Date.now();
    const mostWidthPx = Math.min(MOST_WIDTH_PX, Math.round(place.widthPx));
    const picture = await takePicture({ tabId, windowId, quality, mostWidthPx }).catch(() => null);
    // Not in front any more, or pictured too often by somebody else: there will be another occasion.
    const still = await sitter.confirm(picture !== null);
    if (!picture || !still) return;
    const { signature, widthPx, heightPx } = picture;
    const key = describePlace(place);
    const before = kept.get(key);
    if (before && isSamePicture(before, signature)) return;
    const image = decodeWebp(picture.webp);
    if (!fitsBudget(bytes, recordedMs, image.size)) return;
    try {
      const size = { widthImagePx: widthPx, heightImagePx: heightPx };
      await addShot(database, sessionId, { ...place, ...size }, image);
      bytes += image.size;
      remember(kept, key, Uint8Array.from(signature));
    } catch (error) {
      onProblem(error);
    }
  };
  return {
    take(sitter, recordedMs) {
      queue = queue.catch(() => undefined).then(() => take(sitter, recordedMs));
      return queue;
    },
    bytes: () => bytes,
  };
}

function describePlace({ view, xDocumentPx, yDocumentPx, widthPx, heightPx }: ShotPlace): string {
  return [view, xDocumentPx, yDocumentPx, widthPx, heightPx].join(' ');
}

function remember(kept: Map<string, Uint8Array>, key: string, signature: Uint8Array): void {
  kept.delete(key);
  kept.set(key, signature);
  if (kept.size <= MOST_REMEMBERED) return;
  const [oldest] = kept.keys();
  if (oldest !== undefined) kept.delete(oldest);
}

function decodeWebp(base64: string): Blob {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: 'image/webp' });
}
