// Follows the screen that the page's window is on.
import { useEffect, useState } from 'preact/hooks';
import { readPresentScreen } from '../screen/present-screen.ts';
import type { PresentScreen } from '../screen/screen-identity.ts';

const SECOND = 1000;

/** Asked every second: a window that is moved to another screen of the same size gets no event. */
export function usePresentScreen(): PresentScreen {
  const [screen, setScreen] = useState(readPresentScreen);
  useEffect(() => {
    const look = (): void => {
      const now = readPresentScreen();
      setScreen((before) => (JSON.stringify(before) === JSON.stringify(now) ? before : now));
    };
    const timer = setInterval(look, SECOND);
    window.addEventListener('resize', look);
    return () => {
      clearInterval(timer);
      window.removeEventListener('resize', look);
    };
  }, []);
  return screen;
}
