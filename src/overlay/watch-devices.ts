// Looks, with each state of the tracker, whether there is something new about screen and person to ask notices for.
import type { OverlaySight } from '../messaging/device-notices.ts';
import type { TrackingState } from '../messaging/tracking-state.ts';
import { compareScreens, type PresentScreen } from '../screen/screen-identity.ts';

export type DeviceWatch = {
  /** What is seen now, where it is news: the first state of a run, another screen, another person; else null. */
  look(state: TrackingState, screen: PresentScreen): OverlaySight | null;
};

/** No event tells that a window was moved; states come twice a second. */
export function createDeviceWatch(): DeviceWatch {
  let first: PresentScreen | undefined;
  let last: { sight: OverlaySight; windowFilled: number } | undefined;

  return {
    look(state, screen) {
      if (state.status !== 'tracking') {
        [first, last] = [undefined, undefined];
        return null;
      }
      first ??= screen;
      const { discarded, windowFilled } = state;
      const sight = { screen, first, ...(discarded === undefined ? {} : { discarded }) };
      const before = last;
      last = { sight, windowFilled };
      const news =
        !before ||
        before.sight.discarded !== discarded ||
        // Somebody else is there: Fovea begins to get to know them.
        windowFilled < before.windowFilled ||
        compareScreens(before.sight.screen, screen) !== 'none';
      return news ? sight : null;
    },
  };
}
