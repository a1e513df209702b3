import { describe, expect, it } from 'vitest';
import { isOverlayMessage } from '../../src/overlay/overlay-state.ts';
import { decodePicture, namePicture } from '../../src/overlay/picture.ts';
import { describeStatus } from '../../src/overlay/status.ts';

const time = new Date(2026, 2, 4, 5, 6, 7);

describe('the name of a saved picture', () => {
  it.each([
    ['example.com', 'fovea example.com 2026-03-04 05.06.07.png'],
    ['localhost:8080', 'fovea localhost-8080 2026-03-04 05.06.07.png'],
    ['[::1]:8080', 'fovea 1-8080 2026-03-04 05.06.07.png'],
    ['', 'fovea page 2026-03-04 05.06.07.png'],
    ['bücher.example', 'fovea bücher.example 2026-03-04 05.06.07.png'],
  ])('of %j is one that every file system takes', (host, name) => {
    expect(namePicture(host, time)).toBe(name);
  });
});

describe('the bytes of a picture', () => {
  it('are those of the data URL', async () => {
    const bytes = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x00, 0xff);
    const blob = decodePicture(`data:image/png;base64,${Buffer.from(bytes).toString('base64')}`);
    expect(blob.type).toBe('image/png');
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(bytes);
  });

  it.each(['', 'data:image/jpeg;base64,AAAA', 'https://example.com/a.png'])('are refused from %j', (url) => {
    expect(() => decodePicture(url)).toThrow('no PNG picture');
  });
});

describe('the status', () => {
  const tracking = {
    status: 'tracking',
    backend: 'wasm',
    backendReason: 'No graphics card.',
    framesPerSecond: 12,
    windowFilled: 1,
    eyesInView: true,
    seeking: false,
    startedFrom: 'population',
  } as const;

  it.each([
    [{ status: 'off' }, 'Camera off'],
    [{ status: 'starting' }, 'Starting'],
    [{ status: 'failed', code: 'denied', message: 'The camera is blocked.' }, 'The camera is blocked.'],
    [tracking, 'Tracking'],
    [{ ...tracking, windowFilled: 0.479 }, 'Getting to know you, 40 %'],
    [{ ...tracking, windowFilled: 0.4, eyesInView: false }, 'No eyes in view'],
  ] as const)('of %j is said in words', (state, text) => {
    expect(describeStatus(state).text).toBe(text);
  });
});

describe('messages', () => {
  it.each([
    [{ fovea: 'overlay', action: 'show' }, true],
    [{ fovea: 'overlay', action: 'explode' }, false],
    [{ action: 'show' }, false],
    [null, false],
    ['show', false],
  ])('%j is for the overlay: %s', (message, expected) => {
    expect(isOverlayMessage(message)).toBe(expected);
  });
});
