// The picture, as large as the window lets it be, and nothing beside it that could be looked at.
import { useState } from 'preact/hooks';

type Props = { dataUrl: string; alt: string; language: string };

export function PicturePage({ dataUrl, alt, language }: Props) {
  // The element is as large as what is seen of it, so that its box is the picture's.
  const [ratio, setRatio] = useState<number>();
  return (
    <main class="picture">
      <img
        id="picture"
        src={dataUrl}
        alt={alt}
        lang={language}
        draggable={false}
        style={ratio === undefined ? {} : { width: `min(100vw, (100vh - var(--bar)) * ${ratio})` }}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setRatio(naturalWidth / Math.max(1, naturalHeight))
        }
      />
    </main>
  );
}
