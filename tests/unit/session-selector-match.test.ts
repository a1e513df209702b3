// A CSS selector finds the elements of a recorded page that it stands for, and no others.
import { describe, expect, it } from 'vitest';
import { createSelectorMatcher, SelectorError } from '../../src/session/selector-match.ts';
import type { SeenElement } from '../../src/session/session-data.ts';

function element(selector: string, tag: string): SeenElement {
  const box = { xDocumentPx: 0, yDocumentPx: 0, widthPx: 10, heightPx: 10 };
  return { index: 0, view: 0, selector, tag, attachment: 'document', box };
}

const CARD = 'html > body > main > article:nth-of-type(2)';
const TITLE = `${CARD} > h2`;
const IN_SHOP = '#shop > ul.list > li:nth-of-type(3) > a[href="/offers/7"]';

describe('a selector', () => {
  it.each([
    ['article', CARD, 'article', 'match'],
    ['article', TITLE, 'h2', 'within'],
    ['h2', TITLE, 'h2', 'match'],
    ['h2', CARD, 'article', 'none'],
    ['ARTICLE', CARD, 'article', 'match'],
    ['main > article', CARD, 'article', 'match'],
    ['main > h2', TITLE, 'h2', 'none'],
    ['main h2', TITLE, 'h2', 'match'],
    ['body article h2', TITLE, 'h2', 'match'],
    ['article:nth-of-type(2)', TITLE, 'h2', 'within'],
    ['article:nth-of-type(1)', TITLE, 'h2', 'none'],
    ['*', TITLE, 'h2', 'match'],
    [CARD, TITLE, 'h2', 'within'],
    [CARD, CARD, 'article', 'match'],
    ['nav, h2', TITLE, 'h2', 'match'],
    // What the path does not say is not so.
    ['article.offer', CARD, 'article', 'none'],
    ['.list', IN_SHOP, 'a', 'within'],
    ['#shop', IN_SHOP, 'a', 'within'],
    ['#shop', '#shop', 'section', 'match'],
    ['section#shop', '#shop', 'section', 'match'],
    ['section', '#shop', 'section', 'match'],
    ['#shop a', IN_SHOP, 'a', 'match'],
    ['#shop > a', IN_SHOP, 'a', 'unknown'],
    ['a[href]', IN_SHOP, 'a', 'match'],
    ['[href^="/offers/"]', IN_SHOP, 'a', 'match'],
    ['[href$="7"]', IN_SHOP, 'a', 'match'],
    ['[href*="fer"]', IN_SHOP, 'a', 'match'],
    ['[href^="/news"]', IN_SHOP, 'a', 'unknown'],
    ['li > [href="/offers/7"]', IN_SHOP, 'a', 'match'],
    // Above an id nothing is known, but that there is a root.
    ['main', IN_SHOP, 'a', 'unknown'],
    ['main li', IN_SHOP, 'a', 'unknown'],
    ['body li', IN_SHOP, 'a', 'within'],
    ['html a', IN_SHOP, 'a', 'match'],
    ['body.dark li', IN_SHOP, 'a', 'unknown'],
    // A path with spaces says less than one with children.
    ['main > a', 'html main a', 'a', 'none'],
    ['main a', 'html main a', 'a', 'match'],
  ])('%s on %s (%s): %s', (selector, path, tag, relation) => {
    expect(createSelectorMatcher(selector).relate(element(path, tag))).toBe(relation);
  });

  it('reaches into shadow roots as into descendants, never as a child', () => {
    const button = element('html > body > my-card:nth-of-type(1) >>> div > button', 'button');
    const relate = (selector: string) => createSelectorMatcher(selector).relate(button);
    expect(relate('my-card')).toBe('within');
    expect(relate('my-card button')).toBe('match');
    expect(relate('my-card > div')).toBe('none');
    expect(relate('my-card >>> button')).toBe('match');
    expect(relate('html > body > my-card:nth-of-type(1) >>> div')).toBe('within');
  });

  it('is held against quoted commas and brackets as they are', () => {
    const selector = 'html > body > a[title="One, two > three"]';
    expect(createSelectorMatcher(selector).relate(element(selector, 'a'))).toBe('match');
    expect(createSelectorMatcher('a').relate(element(selector, 'a'))).toBe('match');
  });

  it('matches a recorded path that nobody can read only where it is the very same', () => {
    const odd = element('html > body > a:is(.x)', 'a');
    expect(createSelectorMatcher('a').relate(odd)).toBe('unknown');
  });

  it.each(['a[', '', 'a:not(.b)', 'a + b', 'a ~ b', 'a::before', 'a, b >>> c'])(
    'refuses %s in words',
    (selector) => {
      expect(() => createSelectorMatcher(selector)).toThrow(SelectorError);
    },
  );
});
