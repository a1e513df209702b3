// Sizes on disk as a person reads them.

const KB = 1000;
const MB = 1000 * KB;
const GB = 1000 * MB;

/** 4_130_000 -> `4.1 MB`; powers of 1000, as the system's file manager counts. */
export function formatSize(bytes: number): string {
  if (bytes >= GB) return `${(bytes / GB).toFixed(1)} GB`;
  if (bytes >= MB) return `${(bytes / MB).toFixed(1)} MB`;
  return bytes >= KB ? `${Math.round(bytes / KB)} kB` : `${bytes} B`;
}

/** (2, 'photo') -> `2 photos`; pass the plural where it is not made with an s. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}
