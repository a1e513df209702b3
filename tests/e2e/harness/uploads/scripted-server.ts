// A server that answers as its paths say, for what no real one is easily brought to.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ScriptedServer = {
  url: string;
  /** `METHOD path`, in the order in which they came. */
  requests: string[];
  close(): void;
};

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** What a path does with a PUT; everything else is allowed. */
export async function startScriptedServer(answers: Record<string, Answer>): Promise<ScriptedServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    requests.push(`${request.method} ${path}`);
    const answer = answers[path.split('/')[1] ?? ''];
    if (!path.startsWith('/no-cors/')) {
      response.setHeader('Access-Control-Allow-Origin', 'null');
      response.setHeader('Access-Control-Allow-Methods', 'PUT, HEAD');
      response.setHeader('Access-Control-Allow-Headers', 'If-None-Match, Content-Type');
      response.setHeader('Access-Control-Expose-Headers', 'Retry-After');
    }
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    if (answer) return answer(request, response);
    request.resume().on('end', () => response.writeHead(201).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
