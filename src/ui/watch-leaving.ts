// Tells a stage that it has lost the screen, or the person's view.

type Left = {
  /** Escape never reaches a page in full screen: the browser leaves full screen instead. */
  onFullscreen: () => void;
  /** Another tab or window is before it. */
  onHidden: () => void;
};

export function watchLeaving({ onFullscreen, onHidden }: Left, signal: AbortSignal): void {
  const onFullscreenChange = (): void => {
    if (!document.fullscreenElement) onFullscreen();
  };
  const onVisibilityChange = (): void => {
    if (document.hidden) onHidden();
  };
  document.addEventListener('fullscreenchange', onFullscreenChange, { signal });
  document.addEventListener('visibilitychange', onVisibilityChange, { signal });
}
