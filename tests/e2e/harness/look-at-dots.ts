// A check within a study, looked through by gaze that the test plays.
import type { Page } from 'playwright-core';
import type { PlayedSession } from './played-session.ts';
import { movePointer } from './pointer.ts';
import { sleep } from './wait.ts';

/**
 * Begins the check and looks at each of its dots, off by so much of the screen, until its page closes.
 * @param isOver asked while there is no dot; true where the page stays
 */
export async function lookAtDots(
  played: PlayedSession,
  check: Page,
  off: { x: number; y: number },
  isOver: () => Promise<boolean> = async () => false,
): Promise<void> {
  await check.bringToFront();
  await check.locator('[data-ready=true]').waitFor();
  await check.keyboard.press('Space');
  await check.getByTestId('target').waitFor();
  const one = await movePointer(check, 40, 100);
  const other = await movePointer(check, 40, 400);
  const scale = (other.screenY - one.screenY) / (other.clientY - one.clientY);
  while (!check.isClosed()) {
    const dot = await check
      .evaluate(() => {
        const box = document.querySelector('[data-testid=target]')?.getBoundingClientRect();
        const { width, height } = screen;
        return box && { x: box.x + box.width / 2, y: box.y + box.height / 2, width, height };
      })
      .catch(() => undefined);
    if (dot) {
      const xScreen = (one.screenX + (dot.x - one.clientX) * scale) / dot.width + off.x;
      const yScreen = (one.screenY + (dot.y - one.clientY) * scale) / dot.height + off.y;
      await played.play({ gaze: { xScreen, yScreen } });
    } else if (await isOver()) return;
    await sleep(50);
  }
}
