// What the study page and the sandboxed upload page say to each other, over a MessageChannel.

/** Where and as what a file goes: the study's `collection.upload`, with the file's name filled in. */
export type UploadTarget =
  | {
      kind: 'tus';
      url: string;
      /** Where an upload that was begun goes on. */
      resumeUrl?: string;
      /** Told to the server with the upload. */
      metadata: Record<string, string>;
    }
  | {
      kind: 'put';
      url: string;
      headers: Record<string, string>;
    }
  | { kind: 's3-post'; url: string; fields: Record<string, string>; fileName: string };

export type UploadRequest = {
  target: UploadTarget;
  file: Blob;
  /** A try ends after so long without a byte sent or an answer. */
  stallMs: number;
};

/** How one try ended, as the upload page saw it; `judge-answer.ts` says what it means. */
export type UploadAnswer =
  /** The server has all of it. */
  | { outcome: 'sent' }
  /** It answered, but not so. */
  | { outcome: 'answered'; status: number; retryAfter: string | null; sentAll: boolean }
  /** No answer came that the page may see: no connection, a certificate that is not trusted, or no CORS. */
  | { outcome: 'unreachable'; sentAll: boolean }
  | { outcome: 'stalled'; sentAll: boolean }
  /** The browser held it back: the server sent it on to another origin than the study's. */
  | { outcome: 'held-back' };

export type UploadEvents = {
  /** Bytes of the file that the server has, or that are on their way. */
  onProgress: (sentBytes: number) => void;
  /** Called before the first byte goes to that address, which waits for it. */
  keepResumeUrl: (url: string) => Promise<void>;
};

/** What the upload page offers; all goes through Comlink. */
export type UploadService = {
  /** One try; asked once of each page. Where it is given up, the page is closed. */
  upload(
    request: UploadRequest,
    onProgress: UploadEvents['onProgress'],
    keepResumeUrl: UploadEvents['keepResumeUrl'],
  ): Promise<UploadAnswer>;
};

/** The page's one message besides, with the port that the service is on. */
export const UPLOAD_PORT_MESSAGE = 'fovea-upload-port';
