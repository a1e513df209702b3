// The tracker's status as one word with a mark.
import type { TrackingState } from '../messaging/tracking-state.ts';

const WORDS: Record<TrackingState['status'], string> = {
  off: 'Camera off',
  starting: 'Starting',
  tracking: 'Tracking',
  failed: 'Stopped',
};

export function StatusPill({ status }: Pick<TrackingState, 'status'>) {
  return (
    <span class={`pill pill--${status}`} role="status">
      {WORDS[status]}
    </span>
  );
}
