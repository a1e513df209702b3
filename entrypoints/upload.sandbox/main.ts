// The one page that talks to a network: sandboxed, without the extension's rights, held to a study's one origin.
import { serveUpload } from '../../src/study/send/upload/serve-upload.ts';

serveUpload();
