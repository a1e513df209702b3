// The parts of mediabunny that are used here. Its own entry point brings in types of MediaStreamTrackProcessor for the
// whole program, which contradict those that the camera is read with; these files of it do not.
// @see https://mediabunny.dev
export { Input } from '../../node_modules/mediabunny/dist/modules/src/input.js';
export { MATROSKA, MP4, QTFF, WEBM } from '../../node_modules/mediabunny/dist/modules/src/input-format.js';
export type { InputVideoTrack } from '../../node_modules/mediabunny/dist/modules/src/input-track.js';
export { VideoSampleSink } from '../../node_modules/mediabunny/dist/modules/src/media-sink.js';
export type { VideoSample } from '../../node_modules/mediabunny/dist/modules/src/sample.js';
export { BlobSource } from '../../node_modules/mediabunny/dist/modules/src/source.js';

// Tests write files, too.
export {
  CanvasSource,
  EncodedVideoPacketSource,
} from '../../node_modules/mediabunny/dist/modules/src/media-source.js';
export { Output } from '../../node_modules/mediabunny/dist/modules/src/output.js';
export {
  Mp4OutputFormat,
  WebMOutputFormat,
} from '../../node_modules/mediabunny/dist/modules/src/output-format.js';
export { EncodedPacket } from '../../node_modules/mediabunny/dist/modules/src/packet.js';
export { BufferTarget } from '../../node_modules/mediabunny/dist/modules/src/target.js';
