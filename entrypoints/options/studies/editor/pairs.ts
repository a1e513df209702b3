// Names with values as lines of text; pure.

export type ReadPairs = { ok: true; pairs: Record<string, string> } | { ok: false; message: string };

export function formatPairs(pairs: Readonly<Record<string, string>>): string {
  return Object.entries(pairs)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

/** `name: value` lines; the value may hold colons. Empty lines are none. */
export function readPairs(text: string): ReadPairs {
  const pairs: Record<string, string> = {};
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim();
    if (name === '') return { ok: false, message: `Line ${index + 1} is not written as “name: value”.` };
    if (Object.hasOwn(pairs, name)) return { ok: false, message: `“${name}” is there twice.` };
    pairs[name] = line.slice(colon + 1).trim();
  }
  return { ok: true, pairs };
}
