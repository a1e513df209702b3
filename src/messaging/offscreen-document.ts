// The life of the one offscreen document, which holds the camera and the network.
import { browser } from 'wxt/browser';

const PATH = '/offscreen.html';

/** Shared by everyone who asks while the document is being made: making two throws. */
let creating: Promise<void> | undefined;

/**
 * Says whether the document is there. Asked of the browser each time: the background worker forgets its variables
 * when it is stopped, and the document lives on.
 * @see https://developer.chrome.com/docs/extensions/reference/api/offscreen#maintain_the_lifecycle_of_an_offscreen_document
 */
export async function hasOffscreenDocument(): Promise<boolean> {
  const contexts = await browser.runtime.getContexts({
    contextTypes: ['OFFSCREEN_DOCUMENT'],
    documentUrls: [browser.runtime.getURL(PATH)],
  });
  return contexts.length > 0;
}

/** Makes the document unless it is there; it listens for messages when this resolves. */
export async function ensureOffscreenDocument(): Promise<void> {
  creating ??= createUnlessPresent().finally(() => {
    creating = undefined;
  });
  await creating;
}

async function createUnlessPresent(): Promise<void> {
  if (await hasOffscreenDocument()) return;
  await browser.offscreen.createDocument({
    url: PATH,
    reasons: ['USER_MEDIA'],
    justification: 'Reads the webcam and works out on this machine where the person looks.',
  });
}

/** Closes the document if it is there, and with it the camera. */
export async function closeOffscreenDocument(): Promise<void> {
  await creating?.catch(() => undefined);
  if (await hasOffscreenDocument()) await browser.offscreen.closeDocument();
}
