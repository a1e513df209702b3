// What Playwright does not know of, and the browser does: tabs of private windows, the popup that hangs from the toolbar.
import type { CDPSession } from 'playwright-core';

export type Target = {
  /** A command of the protocol. Never answered where the target is gone. */
  send(method: string, params: object): Promise<unknown>;
  /** Evaluates there, as if the person had just clicked. */
  run<T>(expression: string): Promise<T>;
};

/** Attaches the old way, through the parent: the new one needs a connection that Playwright keeps for itself. */
export async function attachToTarget(browser: CDPSession, targetId: string): Promise<Target> {
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: false });
  const send = createSender(browser, sessionId);
  return {
    send,
    async run<T>(expression: string) {
      const params = { expression, returnByValue: true, awaitPromise: true, userGesture: true };
      const { result } = (await send('Runtime.evaluate', params)) as { result: { value: T } };
      return result.value;
    },
  };
}

function createSender(browser: CDPSession, sessionId: string) {
  let count = 0;
  return (method: string, params: object): Promise<unknown> => {
    count += 1;
    const id = count;
    const answer = new Promise((resolve) => {
      const listen = ({ sessionId: from, message }: { sessionId: string; message: string }): void => {
        const parsed = JSON.parse(message) as { id?: number; result: unknown };
        if (from !== sessionId || parsed.id !== id) return;
        browser.off('Target.receivedMessageFromTarget', listen);
        resolve(parsed.result);
      };
      browser.on('Target.receivedMessageFromTarget', listen);
    });
    void browser.send('Target.sendMessageToTarget', {
      sessionId,
      message: JSON.stringify({ id, method, params }),
    });
    return answer;
  };
}
