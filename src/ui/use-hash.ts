// The address's part after `#`, followed.
import { useEffect, useState } from 'preact/hooks';

/** `#measure/anna-k3f9x2` -> ['measure', 'anna-k3f9x2']. */
export function useHash(): [section: string, detail: string] {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const controller = new AbortController();
    // It may have changed between the first drawing and now, when nobody listened yet.
    setHash(location.hash);
    window.addEventListener('hashchange', () => setHash(location.hash), { signal: controller.signal });
    return () => controller.abort();
  }, []);
  const [section = '', ...detail] = hash.slice(1).split('/');
  return [section, decode(detail.join('/'))];
}

/** An address that somebody typed or cut off may hold half of an escape. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
