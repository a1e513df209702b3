// The popup, opened as a page of its own for one tab.
import type { Page } from 'playwright-core';
import type { Fovea } from './launch.ts';

export type PopupPage = {
  page: Page;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Waits until the status pill reads so: 'Camera off', 'Starting', 'Tracking' or 'Stopped'. The network takes a while to load. */
  waitForStatus(word: string): Promise<void>;
  /** Presses a button of the heatmap section. */
  heatmap(button: 'Show' | 'Hide' | 'Clear' | 'Save picture'): Promise<void>;
};

export async function openPopup(fovea: Pick<Fovea, 'open'>, tabId?: number): Promise<PopupPage> {
  const page = await fovea.open(`/popup.html${tabId === undefined ? '' : `?tab=${tabId}`}`);
  const press = (name: RegExp | string): Promise<void> => page.getByRole('button', { name }).click();
  return {
    page,
    start: () => press(/^(Start tracking|Try again)$/),
    stop: () => press('Stop and turn the camera off'),
    waitForStatus: (word) =>
      page.locator('.pill', { hasText: new RegExp(`^${word}$`) }).waitFor({ timeout: 60_000 }),
    heatmap: (button) => press(new RegExp(`^${button}$`)),
  };
}
