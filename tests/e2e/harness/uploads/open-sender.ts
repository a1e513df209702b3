// A page of the built extension that can send.
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import type { Fovea } from '../launch.ts';
import type { SendInPage } from './send-in-page.ts';

const ENTRY = fileURLToPath(new URL('send-in-page.ts', import.meta.url));

/** As one script: what a debugger runs in a page may not import. */
export async function bundleSender(): Promise<string> {
  const output = (await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry: ENTRY, formats: ['iife'], name: 'sender' } },
  })) as Rolldown.RolldownOutput[];
  return output[0]!.output[0].code;
}

export type Sender = SendInPage & { page: Page };

/** Calls go to the page; each of its methods, by name. */
export async function openSender(fovea: Fovea, script: string): Promise<Sender> {
  const page = await fovea.open('/options.html');
  await page.evaluate(script);
  return new Proxy({ page } as Sender, {
    get(target, name: keyof Sender) {
      // A promise is no sender, though it is asked whether it is one.
      if (name === 'page' || (name as string) === 'then') return target[name];
      return (...values: unknown[]) =>
        page.evaluate(
          ([method, list]) => {
            const api = (
              globalThis as unknown as { foveaSend: Record<string, (...all: unknown[]) => unknown> }
            ).foveaSend;
            return api[method]!(...list);
          },
          [name, values] as const,
        );
    },
  });
}

/** What `put` put in. */
export function makeBytes(bytes: number, seed = 1): Buffer {
  const words = new Uint32Array(bytes / 4);
  let state = seed;
  for (let i = 0; i < words.length; i += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    words[i] = state;
  }
  return Buffer.from(words.buffer);
}
