// Nothing leaves the machine; and the guard that says so can see it when something does.
import { expect, test } from 'vitest';
import { serveFolder } from '../../scripts/serve-folder.ts';
import { launchFovea } from './harness/launch.ts';
import { DEMO_FOLDER } from './harness/demo.ts';

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
