// A tus server for submissions: resumable, each whole and once. Needs Node 22.18 or later and the packages `@tus/server` and
// `@tus/file-store`. Put it behind a proxy with TLS that passes `X-Forwarded-Proto` and `X-Forwarded-Host` on.
//
//   node tus-server.ts FOLDER PORT
import { randomUUID } from 'node:crypto';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';

const GB = 1024 ** 3;

/** What the server answers with where it is thrown. */
class Refusal extends Error {
  readonly status_code: number;
  readonly body: string;
  constructor(status: number, words: string) {
    super(words);
    this.status_code = status;
    this.body = `${words}\n`;
  }
}

/** Takes submissions at `/submissions`. Nobody can list or read them from outside, or delete what came whole. */
export function createSubmissionServer(folder: string): Server {
  return new Server({
    path: '/submissions',
    datastore: new FileStore({ directory: folder }),
    maxSize: 2 * GB,
    respectForwardedHeaders: true,
    // Fovea sends from a sandboxed page, whose origin is "null".
    allowedOrigins: ['null'],
    exposedHeaders: ['Retry-After'],
    disableTerminationForFinishedUploads: true,
    /**
     * Only submissions, each under its own name and a random one, which who begins an upload is told: nobody can write into
     * another's, and one that is begun twice never spoils the first. `npm run collect` drops what is there twice.
     */
    namingFunction(_request, metadata) {
      const name = metadata?.filename ?? '';
      if (/^[A-Za-z0-9_-]{8,64}\.fovea-submission\.zip(\.age)?$/.test(name)) return `${randomUUID()}.${name}`;
      throw new Refusal(400, 'This takes submissions only.');
    },
    async onIncomingRequest({ method }) {
      if (method === 'GET') throw new Refusal(403, 'Submissions are not handed out.');
    },
  });
}

if (import.meta.main) {
  const [folder = 'submissions', port = '1080'] = process.argv.slice(2);
  createSubmissionServer(folder).listen({ host: '127.0.0.1', port: Number(port) });
}
