// Which item of a menu a key goes to; pure.

/**
 * The arrows go round, Home and End to the ends, a letter to the next item that begins with it.
 * @param index the item that has the focus; -1 for none
 * @returns undefined for a key that is none of the menu's
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/menubar/#keyboardinteraction
 */
export function findMenuItem(key: string, index: number, labels: readonly string[]): number | undefined {
  const count = labels.length;
  if (count === 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return (index + 1) % count;
    case 'ArrowUp':
      return index <= 0 ? count - 1 : index - 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
  }
  if ([...key].length !== 1 || key === ' ') return undefined;
  const letter = key.toLocaleLowerCase();
  const isNext = (label: string | undefined): boolean =>
    label?.toLocaleLowerCase().startsWith(letter) ?? false;
  const places = labels.map((_, step) => (index + 1 + step) % count);
  return places.find((place) => isNext(labels[place]));
}
