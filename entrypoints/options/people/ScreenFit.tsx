// Whether a measurement is of the screen that this page is on.
import {
  fitScreen,
  type MeasuredScreen,
  type ScreenFit as Fit,
} from '../../../src/screen/screen-identity.ts';
import { usePresentScreen } from '../../../src/ui/use-present-screen.ts';
import './screen-fit.css';

const WORDS: Record<Fit, string> = {
  same: 'Fits this screen',
  other: 'Another screen than this one',
  unknown: 'Taken in a window: its screen is not known',
};

export function ScreenFit({ screen }: { screen: MeasuredScreen }) {
  const fit = fitScreen(screen, usePresentScreen());
  return (
    <p class={`small screen-fit screen-fit--${fit}`} data-fit={fit}>
      {WORDS[fit]}
    </p>
  );
}
