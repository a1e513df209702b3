// Nothing leaves the machine, but what a participant sends to the one origin that a study names; and the guard that says so
// can see it when something does.
import { expect, test } from 'vitest';
import { serveFolder } from '../../scripts/serve-folder.ts';
import { launchFovea } from './harness/launch.ts';
import { DEMO_FOLDER } from './harness/demo.ts';
import { startScriptedServer } from './harness/uploads/scripted-server.ts';

test('the content security policy stops a request of an extension page before it is made', async () => {
  const fovea = await launchFovea({ kind: 'none' });
  try {
    const page = await fovea.open('/popup.html');
    const outcome = await page.evaluate(async () => {
      const violation = new Promise<string>((resolve) =>
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective)),
      );
      await fetch('http://fovea.example/frame').catch(() => undefined);
      return violation;
    });
    expect(outcome).toBe('connect-src');
    expect(fovea.refusedRequests()).toEqual([]);
  } finally {
    await fovea.close();
  }
});

test('a page of the extension reaches no server on this machine either, though it is let into all sites', async () => {
  const server = await startScriptedServer({});
  const fovea = await launchFovea({ kind: 'none' });
  try {
    const page = await fovea.open('/options.html');
    const outcome = await page.evaluate(async (url) => {
      const held: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => held.push(event.effectiveDirective));
      await fetch(url).catch(() => undefined);
      await new Promise((resolve) => {
        const frame = document.createElement('iframe');
        frame.addEventListener('load', resolve);
        frame.src = url;
        document.body.append(frame);
      });
      // They are told of some time after.
      for (let waited = 0; waited < 100 && held.length < 2; waited += 1) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return held;
    }, `${server.url}/x`);
    expect(outcome).toEqual(['connect-src', 'frame-src']);
    expect(server.requests).toEqual([]);
  } finally {
    server.close();
    await fovea.close();
  }
});

test('the page that sends has no rights of the extension, and the browser holds it to the origin it was given', async () => {
  const [declared, other] = [await startScriptedServer({}), await startScriptedServer({})];
  const fovea = await launchFovea({ kind: 'none' });
  try {
    const page = await fovea.open('/options.html');
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          const frame = document.createElement('iframe');
          frame.addEventListener('load', resolve);
          frame.src = '/upload.html';
          document.body.append(frame);
        }),
    );
    const upload = page.frames().find((frame) => frame.url() === fovea.url('/upload.html'))!;
    expect(
      await upload.evaluate(() => {
        let database = true;
        try {
          indexedDB.open('fovea');
        } catch {
          database = false;
        }
        const { runtime } = globalThis.chrome ?? {};
        return { origin, database, api: runtime?.id !== undefined || runtime?.sendMessage !== undefined };
      }),
    ).toEqual({ origin: 'null', database: false, api: false });

    // Its own code holds it to the origin, as for a submission; what then asks for another is not that code.
    const outcome = await page.evaluate(
      async ([target]) => {
        const frame = document.querySelector('iframe')!;
        const { port1, port2 } = new MessageChannel();
        frame.contentWindow!.postMessage('fovea-upload-port', '*', [port2]);
        const done = new Promise<unknown>((resolve) => {
          port1.addEventListener('message', ({ data }: MessageEvent<{ id: string; value: unknown }>) => {
            if (data.id === 'try') resolve(data.value);
          });
          port1.start();
        });
        // As Comlink writes a call.
        const [progress, keep] = [new MessageChannel(), new MessageChannel()];
        const proxies = [progress.port2, keep.port2];
        const request = {
          target: { kind: 'put', url: target, headers: {} },
          file: new Blob(['submission']),
          stallMs: 10_000,
        };
        port1.postMessage(
          {
            id: 'try',
            type: 'APPLY',
            path: ['upload'],
            argumentList: [
              { type: 'RAW', value: request },
              ...proxies.map((value) => ({ type: 'HANDLER', name: 'proxy', value })),
            ],
          },
          proxies,
        );
        return done;
      },
      [`${declared.url}/submission`],
    );
    expect(outcome).toEqual({ outcome: 'sent' });
    expect(declared.requests).toEqual(['OPTIONS /submission', 'PUT /submission']);

    const held = await upload.evaluate(async (url) => {
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        violations.push(`${event.effectiveDirective} ${new URL(event.blockedURI).origin}`),
      );
      await fetch(url, { method: 'PUT', body: 'x' }).catch(() => undefined);
      await new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.addEventListener('loadend', resolve);
        request.open('PUT', url);
        request.send('x');
      });
      navigator.sendBeacon(url, 'x');
      new Image().src = url;
      await new Promise((resolve) => setTimeout(resolve, 300));
      for (let waited = 0; waited < 100 && new Set(violations).size < 2; waited += 1) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return [...new Set(violations)];
    }, `${other.url}/x`);
    expect(held.toSorted()).toEqual([`connect-src ${other.url}`, `img-src ${other.url}`]);
    await upload.evaluate((url) => void (location.href = url), `${other.url}/gone`);
    await page.waitForTimeout(500);
    expect(other.requests).toEqual([]);
    expect(declared.requests).toHaveLength(2);
  } finally {
    declared.close();
    other.close();
    await fovea.close();
  }
});

test('the guard sees a request that a web page makes', async () => {
  const site = await serveFolder(DEMO_FOLDER);
  const fovea = await launchFovea({ kind: 'none' });
  try {
    const page = await fovea.context.newPage();
    await page.goto(site.url);
    await page.evaluate(() => fetch('http://fovea.example/frame').catch(() => undefined));
    expect(fovea.refusedRequests()).toEqual(['GET http://fovea.example/frame']);
    await expect(fovea.close()).rejects.toThrow('http://fovea.example/frame');
  } finally {
    site.close();
  }
});
