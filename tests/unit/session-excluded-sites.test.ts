import { describe, expect, it } from 'vitest';
import { isExcluded, readSite, SiteError, toMatchPatterns } from '../../src/session/excluded-sites.ts';

describe('what was typed', () => {
  it.each([
    ['example.com', 'example.com'],
    [' https://Mail.Example.com:8443/in?x=1#y ', 'mail.example.com'],
    ['www.example.com', 'example.com'],
    ['*.example.com', 'example.com'],
    ['localhost:3000', 'localhost'],
    ['192.168.0.1', '192.168.0.1'],
    ['http://[::1]:80/', '[::1]'],
    ['müller.de', 'xn--mller-kva.de'],
  ])('%s is the site %s', (typed, site) => expect(readSite(typed)).toBe(site));

  it.each([
    '',
    '  ',
    'not a site',
    'chrome://settings',
    'file:///etc/passwd',
    'about:blank',
    'ex ample.com',
    'a..b',
  ])('“%s” is refused in words', (typed) => expect(() => readSite(typed)).toThrow(SiteError));
});

it.each([
  ['https://example.com/a', true],
  ['http://mail.example.com:8080/', true],
  ['https://notexample.com/', false],
  ['https://example.com.evil.org/', false],
  ['https://other.org/?u=example.com', false],
  ['chrome://newtab/', false],
  ['', false],
  [undefined, false],
])('%s: excluded %s', (address, excluded) => expect(isExcluded(address, ['example.com'])).toBe(excluded));

it('patterns hold a site with its subdomains, an address of numbers alone', () => {
  expect(toMatchPatterns(['example.com', '192.168.0.1'])).toEqual([
    '*://*.example.com/*',
    '*://192.168.0.1/*',
  ]);
});
