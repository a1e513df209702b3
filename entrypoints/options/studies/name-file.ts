// What a study's files are called; pure.

/** Letters, digits and dashes of the title, in any script: `Buying tea!` -> `Buying-tea` before the end. */
export function nameFile(title: string, end: string): string {
  const stem = title
    .normalize('NFC')
    .replace(/[^\p{Letter}\p{Mark}\p{Number}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return `${stem === '' ? 'study' : stem}${end}`;
}
