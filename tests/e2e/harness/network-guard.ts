// Catches every request that would leave this machine.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy that lets nothing through and remembers what was asked of it. */
export type NetworkGuard = {
  /** For Chromium's `--proxy-server`. */
  address: string;
  /** `METHOD target` of each refused request. */
  readonly refused: string[];
  close(): Promise<void>;
};

/**
 * Starts the proxy. Chromium sends everything but loopback addresses to it: pages, workers, content scripts and
 * offscreen documents alike, also those that a debugger does not see.
 */
export async function startNetworkGuard(): Promise<NetworkGuard> {
  const refused: string[] = [];
  const server = createServer((request, response) => {
    refused.push(`${request.method} ${request.url}`);
    response.writeHead(502).end();
  });
  server.on('connect', (request, socket) => {
    refused.push(`CONNECT ${request.url}`);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
