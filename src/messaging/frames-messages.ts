// What the background worker says to the scripts in a tab's frames.

/** Sent with `tabs.sendMessage`: no frame's clicks are wanted any more. */
export type FramesMessage = { fovea: 'frames'; action: 'stop' };

export const STOP_FRAMES: FramesMessage = { fovea: 'frames', action: 'stop' };

/** Tells it from all other messages that reach a content script. */
export function isFramesMessage(message: unknown): message is FramesMessage {
  if (typeof message !== 'object' || message === null) return false;
  const { fovea, action } = message as Partial<FramesMessage>;
  return fovea === 'frames' && action === 'stop';
}
