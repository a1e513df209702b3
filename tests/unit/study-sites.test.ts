import { describe, expect, it } from 'vitest';
import type { StudyTask } from '../../src/study/definition.ts';
import { isOfSites, isPatternOfSites, listSites } from '../../src/study/sites.ts';
import { isSafeUploadAddress, originOfUpload } from '../../src/study/upload-address.ts';

function sitesOf(starts: string[], sites: string[] = []): string[] {
  const tasks = starts.map((url) => ({ start: { url } }) as StudyTask);
  return listSites({ tasks, recording: { detail: 'aois', sites } });
}

describe('a study’s sites', () => {
  it.each<[string, string[], string[], string[]]>([
    [
      'the sites of starts, each once',
      ['https://a.example/x', 'https://a.example/y?z', 'https://b.example/'],
      [],
      ['https://a.example/*', 'https://b.example/*'],
    ],
    ['of http also by https', ['http://a.example:8080/x'], [], ['*://a.example/*']],
    [
      'those named besides',
      ['https://a.example/'],
      ['https://*.b.example/*'],
      ['https://a.example/*', 'https://*.b.example/*'],
    ],
    [
      'none that another holds',
      ['https://a.example/', 'http://c.b.example/'],
      ['*://*.b.example/*', 'https://A.example/*'],
      ['https://a.example/*', '*://*.b.example/*'],
    ],
    ['all', ['https://a.example/'], ['*://*/*'], ['*://*/*']],
  ])('are %s', (_, starts, named, sites) => {
    expect(sitesOf(starts, named)).toEqual(sites);
  });

  it('are none where it is pictures alone', () => {
    const start = { picture: { dataUrl: '', alt: '' } };
    expect(listSites({ tasks: [{ start } as StudyTask], recording: { detail: 'aois', sites: [] } })).toEqual(
      [],
    );
  });
});

describe('an address', () => {
  it.each([
    ['https://a.example/x', ['https://a.example/*'], true],
    ['http://a.example/x', ['https://a.example/*'], false],
    ['http://a.example:81/x', ['*://a.example/*'], true],
    ['http://a.example:81/x', ['http://a.example:82/*'], false],
    ['https://b.a.example/', ['https://a.example/*'], false],
    ['https://b.a.example/', ['https://*.a.example/*'], true],
    ['https://a.example/', ['https://*.a.example/*'], true],
    ['https://nota.example/', ['https://*.a.example/*'], false],
    ['http://[::1]:8000/', ['*://[::1]/*'], true],
    ['ftp://a.example/', ['*://*/*'], false],
    ['no address', ['*://*/*'], false],
  ])('%s is of %j: %s', (address, sites, is) => {
    expect(isOfSites(address, sites)).toBe(is);
  });

  it.each([
    ['https://a.example/done*', true],
    ['https://a.example', true],
    ['https://b.example/*', false],
    ['https://a.example.evil.example/*', false],
    ['*/done', null],
    ['https://a.exam*', null],
    ['https://*.example/*', null],
    ['*://a.example/*', true],
  ])('that fits %s is of the site: %s', (pattern, is) => {
    expect(isPatternOfSites(pattern, ['https://a.example/*'])).toBe(is);
  });
});

describe('an address to upload to', () => {
  it.each([
    ['https://lab.example/in/{file}?sig=1', true],
    ['http://localhost:1080/files/', true],
    ['http://127.0.0.1/{file}', true],
    ['http://[::1]/', true],
    ['http://lab.example/', false],
    ['https://lab.example@evil.example/', false],
    ['https://{file}/', false],
    ['https://lab.example/{name}', false],
    ['data:text/plain,a', false],
    ['javascript:alert(1)', false],
    ['', false],
  ])('%s is safe: %s', (address, is) => {
    expect(isSafeUploadAddress(address)).toBe(is);
  });

  it('has an origin', () => {
    expect(originOfUpload('https://lab.example:444/in/{file}')).toBe('https://lab.example:444');
  });
});
