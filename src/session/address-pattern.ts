// Patterns of addresses: `*` stands for any characters, all else for itself.

/** A fragment counts only where the pattern has one. */
export function fitsPattern(url: string, pattern: string): boolean {
  const address = pattern.includes('#') ? url : url.replace(/#.*$/s, '');
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(address);
}
