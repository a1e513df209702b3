// Text as XML holds it.

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * Characters that XML does not have, such as those that control a terminal, become spaces.
 * @see https://www.w3.org/TR/xml/#charsets
 */
export function escapeXml(text: string): string {
  return Array.from(text, (letter) => {
    const code = letter.codePointAt(0)!;
    const allowed =
      code >= 32
        ? code < 0xd800 || (code > 0xdfff && code !== 0xfffe && code !== 0xffff)
        : code === 9 || code === 10;
    return allowed ? (ENTITIES[letter] ?? letter) : ' ';
  }).join('');
}
