// Patterns of addresses and selectors of clicks, as a study writes them; pure.
import { parse } from 'css-what';

/** What is wrong with a pattern of addresses, in words. */
export function findPatternProblem(pattern: string): string | null {
  if (/\s/.test(pattern)) return 'No address has spaces in it; write %20, or * for any characters.';
  // Pictures of a study have addresses of their own.
  if (pattern.startsWith('*') || pattern.startsWith('fovea-study://')) return null;
  if (!/^https?:\/\//i.test(pattern)) {
    return 'Begin with https://, or with * where it does not matter what the address begins with.';
  }
  return /^https?:\/\/[^/?#]/i.test(pattern) ? null : 'The site is missing, as in https://shop.example/*';
}

/** What is wrong with the selector of something clicked, in words. Steps into open shadow roots are joined by ` >>> `. */
export function findClickSelectorProblem(selector: string): string | null {
  for (const part of selector.split(' >>> ')) {
    if (part.trim() === '') return 'An empty selector finds nothing.';
    try {
      parse(part);
    } catch {
      return `"${selector}" is no CSS selector.`;
    }
  }
  return null;
}
