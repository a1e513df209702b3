// The recording that the tests play as a webcam.
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FakeCamera } from '../../../scripts/fake-camera.ts';
import { expandRecording } from '../../../scripts/fake-camera.ts';

/** A rendered person who is in no training data. */
export const SAMPLE = fileURLToPath(new URL('../../fixtures/sample.mjpeg', import.meta.url));

export async function prepareSampleCamera(): Promise<FakeCamera> {
  return expandRecording(process.env.FOVEA_SAMPLE ?? SAMPLE);
}

export async function removeCamera({ path }: FakeCamera): Promise<void> {
  await rm(dirname(path), { recursive: true, force: true });
}
