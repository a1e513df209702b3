// The tracker's state in the few words that the toolbar has room for.
import type { TrackingState } from '../messaging/tracking-state.ts';

export type Status = { tone: 'off' | 'busy' | 'good' | 'problem'; text: string };

export function describeStatus(state: TrackingState): Status {
  switch (state.status) {
    case 'off':
      return { tone: 'off', text: 'Camera off' };
    case 'starting':
      return { tone: 'busy', text: 'Starting' };
    case 'failed':
      return { tone: 'problem', text: state.message };
    case 'tracking':
      if (!state.eyesInView) return { tone: 'problem', text: 'No eyes in view' };
      if (state.windowFilled < 1) {
        // In steps of ten: screen readers say every change.
        return { tone: 'busy', text: `Getting to know you, ${10 * Math.floor(10 * state.windowFilled)} %` };
      }
      return { tone: 'good', text: 'Tracking' };
  }
}
