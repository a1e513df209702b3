// A few of a measurement's photos, spread over its course.
import { useEffect, useState } from 'preact/hooks';
import type { FrameRow } from '../../../src/storage/database.ts';

const SHOWN = 4;

export function Thumbnails({ frames }: { frames: readonly FrameRow[] }) {
  const shown = spread(frames, SHOWN);
  const key = shown.map(({ id }) => id).join();
  const [urls, setUrls] = useState<string[]>([]);
  useEffect(() => {
    const made = shown.map(({ jpeg }) => URL.createObjectURL(jpeg));
    setUrls(made);
    return () => made.forEach((url) => URL.revokeObjectURL(url));
  }, [key]);
  return (
    <div class="thumbnails" aria-hidden="true">
      {Array.from({ length: SHOWN }, (_, index) => {
        const url = urls[index];
        return url ? <img key={index} src={url} alt="" /> : <span key={index} />;
      })}
    </div>
  );
}

/** The first, the last, and evenly between them; all where there are few. */
function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from(
    { length: count },
    (_, index) => items[Math.round((index * (items.length - 1)) / (count - 1))] as T,
  );
}
