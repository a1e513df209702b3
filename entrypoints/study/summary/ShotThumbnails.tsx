// The pictures of a page that would leave, small; each opens in full.
import { useEffect, useState } from 'preact/hooks';
import type { Shot } from '../../../src/session/session-data.ts';
import { loadShotImage } from '../../../src/storage/sessions.ts';
import { database } from '../../../src/ui/page-database.ts';

type Props = { sessionId: string; shots: readonly Shot[]; title: string };

export function ShotThumbnails({ sessionId, shots, title }: Props) {
  if (shots.length === 0) return <p class="soft small">No picture of it.</p>;
  return (
    <ul class="plain-list thumbs">
      {shots.map((shot, index) => (
        <li key={shot.index}>
          <ShotThumbnail sessionId={sessionId} shot={shot} name={`Picture ${index + 1} of ${title}`} />
        </li>
      ))}
    </ul>
  );
}

function ShotThumbnail({ sessionId, shot, name }: { sessionId: string; shot: Shot; name: string }) {
  const [address, setAddress] = useState('');
  useEffect(() => {
    let url = '';
    let live = true;
    void loadShotImage(database, sessionId, shot.index).then((image) => {
      if (!image || !live) return;
      url = URL.createObjectURL(image);
      setAddress(url);
    });
    return () => {
      live = false;
      URL.revokeObjectURL(url);
    };
  }, [sessionId, shot.index]);
  if (address === '') return <span class="thumbs__wait" />;
  return (
    <a href={address} target="_blank">
      <img src={address} alt={name} width={160} height={(160 * shot.heightPx) / shot.widthPx} />
    </a>
  );
}
