// A stored measurement's photos, decoded one at a time.
import type { MeasuredPhoto } from '../gaze/measurement-memory.ts';
import { decodePhoto } from '../recording/decode-photo.ts';
import { yieldToPage } from '../recording/yield-to-page.ts';
import type { FrameRow } from '../storage/database.ts';

export async function* decodePhotos(frames: readonly FrameRow[]): AsyncGenerator<MeasuredPhoto> {
  for (const { jpeg, index, x, y } of frames) {
    const picture = await decodePhoto(new File([jpeg], `photo ${index + 1}`));
    await yieldToPage();
    yield { picture, target: { xScreen: x, yScreen: y } };
  }
}
