// What the popup and the background worker say to the overlay in a tab, and what it answers.
import { browser } from 'wxt/browser';

/** `keep`: the heat stays although the page was zoomed. */
export type OverlayAction = 'show' | 'hide' | 'clear' | 'keep' | 'save' | 'state';

/** Sent with `tabs.sendMessage`; the `fovea` key tells it from other extension messages. */
export type OverlayMessage = { fovea: 'overlay'; action: OverlayAction };

/** The overlay's answer to every action. */
export type OverlayReply = {
  visible: boolean;
  samples: number;
  /** Whether the page was zoomed since its heat began, so that the heat may lie beside what was looked at. */
  zoomed: boolean;
  /** Says in plain words why the action did not work. */
  problem?: string;
};

/**
 * Sends an action to the overlay in a tab. Answers null where no overlay has been injected into it yet.
 */
export async function sendToOverlay(tabId: number, action: OverlayAction): Promise<OverlayReply | null> {
  const message: OverlayMessage = { fovea: 'overlay', action };
  try {
    return ((await browser.tabs.sendMessage(tabId, message)) as OverlayReply | undefined) ?? null;
  } catch {
    // "Receiving end does not exist": the tab has no overlay.
    return null;
  }
}
