// What the overlay answers to messages.
import type { GazeSample } from '../gaze/gaze-sample.ts';
import type { OverlayAction, OverlayMessage, OverlayReply } from '../messaging/overlay-messages.ts';
import type { DocumentPoint, Placement } from '../screen/spaces.ts';

export type OverlayState = OverlayReply & {
  documentHeightPx: number;
  /** The newest sample that arrived, on the page or not. */
  lastSample: GazeSample | null;
  /** Centre of the cell with the most dwell. */
  hottestCell: DocumentPoint | null;
  /** Where the viewport is on the desktop, and whether pointer events have told. */
  placement: Placement & { learnt: boolean };
  /** The title of the notice that is shown. */
  notice: string | null;
};

const ACTIONS: ReadonlySet<unknown> = new Set<OverlayAction>([
  'show',
  'hide',
  'clear',
  'keep',
  'save',
  'state',
]);

/** Tells the overlay's messages from all others that reach a content script. */
export function isOverlayMessage(message: unknown): message is OverlayMessage {
  if (typeof message !== 'object' || message === null) return false;
  const { fovea, action } = message as Partial<OverlayMessage>;
  return fovea === 'overlay' && ACTIONS.has(action);
}
