/** The error for a photo or video that cannot be used. */

export type MediaFileErrorCode =
  /** It could not be read off the disk: moved, deleted, or changed since it was chosen. */
  | 'unreadable'
  | 'empty'
  | 'not-a-photo'
  | 'not-a-video'
  | 'damaged'
  | 'no-video-track'
  | 'undecodable'
  /** Cut off in such a way that nothing of it can be read. */
  | 'unfinished';

/** `fileName` says which file, `reason` in plain words what is wrong with it and what to do: a sentence or two. */
export class MediaFileError extends Error {
  override readonly name = 'MediaFileError';
  readonly code: MediaFileErrorCode;
  readonly fileName: string;
  readonly reason: string;

  constructor(code: MediaFileErrorCode, fileName: string, reason: string, options?: ErrorOptions) {
    super(`${fileName}: ${reason}`, options);
    this.code = code;
    this.fileName = fileName;
    this.reason = reason;
  }
}

/**
 * The first bytes of a file, to tell what it is: its name and type are only what somebody called it.
 * @throws {MediaFileError} `empty`, or `unreadable`
 */
export async function readFirstBytes(file: File, count: number): Promise<Uint8Array> {
  if (file.size === 0) throw new MediaFileError('empty', file.name, 'The file is empty.');
  try {
    return new Uint8Array(await file.slice(0, count).arrayBuffer());
  } catch (error) {
    throw toUnreadable(file.name, error);
  }
}

/** For what reading a `File` rejects with. @see https://w3c.github.io/FileAPI/#errorsandexceptions */
export function toUnreadable(fileName: string, cause: unknown): MediaFileError {
  return new MediaFileError(
    'unreadable',
    fileName,
    'The file cannot be read any more: it was moved, deleted, or changed after it was chosen. Choose it again.',
    { cause },
  );
}
