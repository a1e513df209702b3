// The bar of a study's task on a page, in its closed shadow root: seen and pressed as by a person.
import type { CDPSession, Page } from 'playwright-core';
import { waitUntil } from './wait.ts';

const SECOND = 1000;

type Node = {
  nodeId: number;
  nodeName: string;
  nodeValue: string;
  attributes?: string[];
  children?: Node[];
  shadowRoots?: Node[];
};

export type TaskBar = {
  /** Waits for a button of this name, and clicks in its middle. */
  press(name: RegExp): Promise<void>;
  /** All that is seen of it; null where there is no bar. */
  text(): Promise<string | null>;
  waitFor(what: RegExp | null): Promise<void>;
  /** In CSS px of the viewport. */
  box(): Promise<{ xPx: number; yPx: number; widthPx: number; heightPx: number }>;
};

export async function findTaskBar(page: Page): Promise<TaskBar> {
  const session = await page.context().newCDPSession(page);
  const text = async (): Promise<string | null> => {
    const host = await findHost(session);
    if (!host) return null;
    const seen: string[] = [];
    for (const node of walk(host)) {
      if (node.nodeName === '#text' && (await isSeen(session, host, node))) seen.push(node.nodeValue);
    }
    return seen.join(' ');
  };
  const boxOf = async (holds: (node: Node) => boolean): Promise<number[] | null> => {
    const host = await findHost(session);
    const node = host && [...walk(host)].find(holds);
    if (!node) return null;
    const model = await session.send('DOM.getBoxModel', { nodeId: node.nodeId }).catch(() => null);
    return model && model.model.border;
  };
  return {
    async press(name) {
      let quad: number[] | null = null;
      const isButton = (node: Node): boolean => node.nodeName === 'BUTTON' && name.test(nameOf(node));
      const find = async (): Promise<boolean> => (quad = await boxOf(isButton)) !== null;
      await waitUntil(find, 20 * SECOND, `a button ${name} on the bar`);
      const [left, top, right, , , bottom] = quad! as number[];
      await page.mouse.click((left! + right!) / 2, (top! + bottom!) / 2);
    },
    text,
    async waitFor(what) {
      let seen: string | null = null;
      const look = async (): Promise<boolean> => {
        seen = await text();
        return what === null ? !seen : seen !== null && what.test(seen);
      };
      await waitUntil(look, 20 * SECOND, `the bar to say ${what}`).catch((cause: Error) => {
        throw new Error(`${cause.message} It says: ${seen}`, { cause });
      });
    },
    async box() {
      const quad = await boxOf((node) => node.nodeName === 'SECTION');
      if (!quad) throw new Error('There is no bar.');
      const [left, top, right, , , bottom] = quad as [number, number, number, number, number, number];
      return { xPx: left, yPx: top, widthPx: right - left, heightPx: bottom - top };
    },
  };
}

async function findHost(session: CDPSession): Promise<Node | undefined> {
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
  return [...walk(root as Node)].find(({ nodeName }) => nodeName === 'FOVEA-TASK-BAR');
}

function* walk(node: Node): Generator<Node> {
  yield node;
  for (const child of [...(node.children ?? []), ...(node.shadowRoots ?? [])]) yield* walk(child);
}

function nameOf(node: Node): string {
  const { attributes = [] } = node;
  const label = attributes.indexOf('aria-label');
  if (label !== -1) return attributes[label + 1] ?? '';
  return [...walk(node)]
    .filter(({ nodeName }) => nodeName === '#text')
    .map(({ nodeValue }) => nodeValue)
    .join('');
}

/** Whether the text's element has a box: what is hidden has none. */
async function isSeen(session: CDPSession, host: Node, text: Node): Promise<boolean> {
  const parent = [...walk(host)].find(({ children }) => children?.some((child) => child === text));
  if (!parent) return false;
  const model = await session.send('DOM.getBoxModel', { nodeId: parent.nodeId }).catch(() => null);
  return model !== null && model.model.width > 1;
}
