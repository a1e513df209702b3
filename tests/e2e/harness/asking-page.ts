// A page that asks Fovea where the person looks, as the protocol says, and the person who allows it.
import type { Page } from 'playwright-core';
import { findTabId } from '../../../scripts/ask-extension.ts';
import type { LaunchedExtension } from '../../../scripts/launch-extension.ts';
import { openPopup, type PopupPage } from './popup-page.ts';

const SECOND = 1000;

export type Said = { type: string; id?: string; code?: string; lost?: string } & Record<string, unknown>;

export type AskingPage = {
  page: Page;
  /** Evaluates an expression, written as text. What Playwright evaluates counts as a press of the person's; this does not. */
  evaluate<T>(expression: string): Promise<T>;
  /** Asks without the client; null where nobody answers in time. */
  ask(type: string, withinMs?: number): Promise<Said | null>;
  /** All of this type that was said on the page, since `forget`. */
  heard(type: string): Promise<Said[]>;
  forget(): Promise<void>;
};

/** In a tab that is open already, else a new one; `bare.html` of `serveExperiment` keeps what is said on it. */
export async function openAskingPage(
  fovea: LaunchedExtension,
  address: string,
  tab?: Page,
): Promise<AskingPage> {
  const page = tab ?? (await fovea.context.newPage());
  await page.goto(address);
  const session = await fovea.context.newCDPSession(page);
  const evaluate = async <T>(expression: string): Promise<T> => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
      userGesture: false,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
    return result.value as T;
  };
  return {
    page,
    evaluate,
    ask: (type, withinMs = 60 * SECOND) =>
      evaluate(`new Promise((resolve) => {
        const id = crypto.randomUUID();
        addEventListener('message', ({ data }) => {
          if (data.id === id && ['answer', 'error'].includes(data.type)) resolve(data);
        });
        postMessage({ fovea: 1, id, type: ${JSON.stringify(type)} }, location.origin);
        setTimeout(resolve, ${withinMs}, null);
      })`),
    heard: (type) => evaluate(`said.filter((one) => one.type === ${JSON.stringify(type)})`),
    forget: () => evaluate('void said.splice(0)'),
  };
}

/** Opens the popup on a page, looks at it, presses its button, and comes back to the page. */
export async function pressInPopup(
  fovea: LaunchedExtension,
  page: Page,
  name: 'Allow this site' | 'Take back',
  look: (popup: PopupPage) => Promise<void> = async () => undefined,
): Promise<void> {
  const control = fovea.context.pages().find((one) => one.url().startsWith(fovea.url('')));
  if (!control) throw new Error('None of Fovea’s pages is open.');
  const popup = await openPopup(fovea, await findTabId(control, page));
  const button = popup.page.getByTestId('page-asks').getByRole('button', { name });
  await button.waitFor();
  await look(popup);
  await button.click();
  await button.waitFor({ state: 'detached' });
  await popup.page.close();
  await page.bringToFront();
}
