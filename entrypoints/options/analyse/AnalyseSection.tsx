// Files instead of the camera: a photo, or a recorded video.
import { useEffect } from 'preact/hooks';
import { PhotoCard } from './PhotoCard.tsx';
import { RecordingCard } from './RecordingCard.tsx';
import './analyse.css';

export function AnalyseSection() {
  useEffect(() => {
    const controller = new AbortController();
    // A file dropped beside the cards would be opened in place of this page.
    const refuse = (event: DragEvent): void => {
      if (event.defaultPrevented || !event.dataTransfer) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'none';
    };
    window.addEventListener('dragover', refuse, { signal: controller.signal });
    window.addEventListener('drop', refuse, { signal: controller.signal });
    return () => controller.abort();
  }, []);
  return (
    <>
      <div class="section-head">
        <h1>Analyse files</h1>
        <p class="soft">
          Photos and recordings of somebody in front of a screen. They stay on this computer, and nothing of
          them is kept.
        </p>
      </div>
      <PhotoCard />
      <RecordingCard />
    </>
  );
}
