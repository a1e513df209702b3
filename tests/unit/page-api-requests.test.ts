import { describe, expect, it } from 'vitest';
import { PAGE_REQUESTS, readRequest } from '../../src/page-api/page-messages.ts';

describe('what a page posts', () => {
  it.each(PAGE_REQUESTS)('is a request: %s', (type) => {
    const request = { fovea: 1, id: 'a', type };
    expect(readRequest(request)).toEqual({ kind: 'request', request });
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'fovea'],
    ['another library’s', { type: 'start', id: 'a' }],
    ['what Fovea says itself', { fovea: 1, type: 'answer', of: 'hello', id: 'a' }],
    ['gaze that Fovea sends', { fovea: 1, type: 'gaze', timestampMs: 1, lost: 'eyes' }],
    ['an error that Fovea sends', { fovea: 1, id: 'a', type: 'error', code: 'busy', message: '' }],
  ])('is not for Fovea: %s', (_, data) => {
    expect(readRequest(data)).toEqual({ kind: 'none' });
  });

  it.each([
    ['of another type', { fovea: 1, id: 'a', type: 'frames' }, 'a', /type/],
    ['with more than is asked for', { fovea: 1, id: 'a', type: 'start', camera: 'x' }, 'a', /camera/],
    ['of another version', { fovea: 2, id: 'a', type: 'start' }, 'a', /version 1/],
    ['without an id', { fovea: 1, type: 'start' }, undefined, /id/],
    ['with an id that is no text', { fovea: 1, id: { toString: 1 }, type: 'start' }, undefined, /id/],
    ['with an id without end', { fovea: 1, id: 'x'.repeat(65), type: 'start' }, undefined, /id/],
  ])('is refused in words: one %s', (_, data, id, words) => {
    const read = readRequest(data);
    expect(read).toMatchObject({ kind: 'refused', message: expect.stringMatching(words) });
    expect(read.kind === 'refused' && read.id).toBe(id);
  });
});
