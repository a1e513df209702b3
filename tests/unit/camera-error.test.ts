// What getUserMedia rejects with, in the person's words.
import { expect, test } from 'vitest';
import { CAMERA_MESSAGES, CameraError } from '../../src/camera/camera-error.ts';
import { openCamera } from '../../src/camera/open-camera.ts';

const CASES = [
  { name: 'NotAllowedError', code: 'denied' },
  { name: 'NotFoundError', code: 'missing' },
  { name: 'OverconstrainedError', code: 'missing' },
  { name: 'NotReadableError', code: 'busy' },
  { name: 'AbortError', code: 'busy' },
] as const;

test.each(CASES)('$name is a camera that is $code', async ({ name, code }) => {
  const devices = { getUserMedia: () => Promise.reject(new DOMException('', name)) };
  await expect(openCamera(new AbortController().signal, {}, devices)).rejects.toMatchObject({
    name: 'CameraError',
    code,
  });
});

test('every code has a message of its own that says what to do', () => {
  const messages = Object.values(CAMERA_MESSAGES);
  expect(new Set(messages).size).toBe(messages.length);
  for (const message of messages) expect(message).toMatch(/try again\.$/);
});

test('an error that is not the camera’s passes unchanged', async () => {
  const error = new TypeError('video is required');
  const devices = { getUserMedia: () => Promise.reject(error) };
  const opening = openCamera(new AbortController().signal, {}, devices);
  await expect(opening).rejects.toBe(error);
  await expect(opening).rejects.not.toBeInstanceOf(CameraError);
});

test('a chosen camera is asked for exactly, so that no other one opens in its place', async () => {
  let asked: MediaStreamConstraints | undefined;
  const devices = {
    getUserMedia(constraints?: MediaStreamConstraints) {
      asked = constraints;
      return Promise.reject(new DOMException('', 'OverconstrainedError'));
    },
  };
  await expect(openCamera(new AbortController().signal, { deviceId: 'abc' }, devices)).rejects.toThrow(
    'you chose',
  );
  expect(asked).toMatchObject({ audio: false, video: { deviceId: { exact: 'abc' } } });
});

test('the camera goes off when the signal aborts, and at once where it aborted while the camera opened', async () => {
  const controller = new AbortController();
  const stops: string[] = [];
  const devices = (name: string, abort: boolean) => ({
    async getUserMedia() {
      if (abort) controller.abort();
      const track = { stop: () => stops.push(name) };
      return { getVideoTracks: () => [track] } as unknown as MediaStream;
    },
  });
  await openCamera(controller.signal, {}, devices('open', false));
  expect(stops).toEqual([]);
  await expect(openCamera(controller.signal, {}, devices('opening', true))).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect(new Set(stops)).toEqual(new Set(['open', 'opening']));
});
