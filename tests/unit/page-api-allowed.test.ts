import { describe, expect, it } from 'vitest';
import {
  allow,
  isAllowed,
  readOrigin,
  revoke,
  toPattern,
  type AllowedPage,
} from '../../src/page-api/allowed-pages.ts';

const NOW = new Date('2026-11-27T12:00:00Z');

describe('a site’s leave', () => {
  const page = (origin: string, granted = true): AllowedPage => ({
    origin,
    allowedAt: NOW.toISOString(),
    granted,
  });

  it.each([
    ['https://lab.example/x?y#z', 'https://lab.example'],
    ['http://localhost:8080/', 'http://localhost:8080'],
    ['file:///home/me/experiment.html', null],
    ['chrome://extensions', null],
    ['about:blank', null],
    ['data:text/html,x', null],
    ['no address', null],
  ])('at %s is that of %s', (address, origin) => {
    expect(readOrigin(address)).toBe(origin);
  });

  it('is that origin’s alone: not another port’s, scheme’s or subdomain’s', () => {
    const pages = [page('https://lab.example')];
    expect(isAllowed('https://lab.example', pages)).toBe(true);
    for (const other of [
      'http://lab.example',
      'https://lab.example:8443',
      'https://a.lab.example',
      'https://lab.example.evil.example',
      'null',
      undefined,
    ]) {
      expect(isAllowed(other, pages)).toBe(false);
    }
  });

  it('asks the browser for the host, which has no ports', () => {
    expect(toPattern('http://localhost:8080')).toBe('http://localhost/*');
    expect(toPattern('http://[::1]:8080')).toBe('http://[::1]/*');
  });

  it('given twice is there once, and does not forget that the browser gave it', () => {
    const once = allow([page('https://z.example')], 'https://a.example', true, NOW);
    const twice = allow(once, 'https://a.example', false, NOW);
    expect(twice).toEqual([page('https://a.example'), page('https://z.example')]);
  });

  it('taken back gives back to the browser what came with it', () => {
    const pages = [page('https://a.example'), page('https://b.example')];
    expect(revoke(pages, 'https://a.example')).toEqual({
      pages: [page('https://b.example')],
      giveBack: 'https://a.example/*',
    });
    expect(revoke(pages, 'https://c.example')).toEqual({ pages, giveBack: null });
  });

  it('taken back leaves what the browser had given before', () => {
    expect(revoke([page('https://a.example', false)], 'https://a.example')).toEqual({
      pages: [],
      giveBack: null,
    });
  });

  it('taken back leaves what another port of the host goes on with, which gives it back in the end', () => {
    const first = revoke(
      [page('http://localhost:1'), page('http://localhost:2', false)],
      'http://localhost:1',
    );
    expect(first).toEqual({ pages: [page('http://localhost:2', true)], giveBack: null });
    expect(revoke(first.pages, 'http://localhost:2').giveBack).toBe('http://localhost/*');
  });
});
