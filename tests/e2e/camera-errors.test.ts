// Cameras that cannot be used: each says what is wrong in plain words, and offers a way back.
import { expect, test } from 'vitest';
import type { CameraSetup } from '../../scripts/chromium-flags.ts';
import { CAMERA_MESSAGES } from '../../src/camera/camera-error.ts';
import { launchFovea } from './harness/launch.ts';
import { openPopup } from './harness/popup-page.ts';

const CASES: { code: keyof typeof CAMERA_MESSAGES; camera: CameraSetup }[] = [
  { code: 'denied', camera: { kind: 'denied' } },
  { code: 'missing', camera: { kind: 'none' } },
];

test.each(CASES)(
  'the welcome page explains a camera that is $code, and offers to try again',
  async ({ code, camera }) => {
    const fovea = await launchFovea(camera);
    try {
      const page = await fovea.open('/welcome.html');
      const turnOn = page.getByRole('button', { name: 'Turn the camera on' });
      const tryAgain = page.getByRole('button', { name: 'Try again' });
      // Where the camera is allowed already, the page opens it by itself, perhaps just before the click.
      await turnOn.or(tryAgain).waitFor();
      if (await turnOn.isVisible()) await turnOn.click({ timeout: 5000 }).catch(() => undefined);
      await expect
        .poll(() => page.getByRole('alert').textContent(), { timeout: 30_000 })
        .toBe(CAMERA_MESSAGES[code]);
      await tryAgain.click();
      await expect
        .poll(() => page.getByRole('alert').textContent(), { timeout: 30_000 })
        .toBe(CAMERA_MESSAGES[code]);
    } finally {
      await fovea.close();
    }
  },
);

test('starting with a camera that was never allowed goes to the page that asks for it, and says so in toolbar and popup', async () => {
  const fovea = await launchFovea({ kind: 'denied' });
  const isWelcomeOpen = (): boolean =>
    fovea.context.pages().some((page) => page.url() === fovea.url('/welcome.html'));
  try {
    const popup = await openPopup(fovea);
    expect(isWelcomeOpen()).toBe(false);
    await popup.start();
    await expect.poll(isWelcomeOpen, { timeout: 30_000 }).toBe(true);
    const worker = await fovea.worker();
    await expect.poll(() => worker.evaluate(() => chrome.action.getBadgeText({}))).toBe('!');

    const again = await openPopup(fovea);
    await again.waitForStatus('Stopped');
    const alert = again.page.getByRole('alert');
    await expect.poll(() => alert.textContent()).toContain('Fovea may not use the camera');
    await alert.getByRole('button', { name: 'Set up the camera' }).waitFor();
  } finally {
    await fovea.close();
  }
});
