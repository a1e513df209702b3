// Opens one of Fovea's pages in a tab, which closes the popup.
import type { OwnPage } from '../../src/messaging/pages.ts';
import { sendMessage } from '../../src/messaging/protocol.ts';

/** @param section what follows `#` in its address */
export async function openPage(page: OwnPage, section?: string): Promise<void> {
  await sendMessage('openPage', section === undefined ? { page } : { page, section });
  window.close();
}

/** Where this person takes a measurement. */
export function openMeasure(personId: string): Promise<void> {
  return openPage('options', `measure/${encodeURIComponent(personId)}`);
}
