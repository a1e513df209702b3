// Types of Chromium's MediaStreamTrackProcessor, which TypeScript's DOM library does not have.

/** @see https://www.w3.org/TR/mediacapture-transform/#track-processor */
declare class MediaStreamTrackProcessor {
  constructor(init: { track: MediaStreamTrack; maxBufferSize?: number });
  readonly readable: ReadableStream<VideoFrame>;
}
