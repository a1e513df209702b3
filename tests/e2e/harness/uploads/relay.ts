// A line to a server that counts what goes over it, and that can be slow or break.
import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export type Relay = {
  port: number;
  /** From clients to the server, since the relay began. */
  readonly sentBytes: number;
  /** Breaks the connection once so many more bytes went to the server, which gets all of them. Later ones hold. */
  breakAfter(bytes: number): void;
  /** From now on; undefined: as fast as it goes. */
  bytesPerSecond: number | undefined;
  close(): void;
};

export async function startRelay(toPort: number): Promise<Relay> {
  let sentBytes = 0;
  let breakAt = Infinity;
  const sockets = new Set<Socket>();
  const relay = {
    port: 0,
    get sentBytes() {
      return sentBytes;
    },
    breakAfter(bytes: number) {
      breakAt = sentBytes + bytes;
    },
    bytesPerSecond: undefined as number | undefined,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
  const server = createServer((client) => {
    const upstream = connect(toPort, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    upstream.pipe(client);
    client.on('end', () => upstream.end());
    client.on('close', () => upstream.end());
    client.on('data', (chunk) => {
      sentBytes += chunk.length;
      const flows = upstream.write(chunk);
      if (sentBytes >= breakAt) {
        breakAt = Infinity;
        client.destroy();
        return;
      }
      const slowMs = relay.bytesPerSecond ? (1000 * chunk.length) / relay.bytesPerSecond : 0;
      if (flows && slowMs === 0) return;
      client.pause();
      const goOn = (): void => void setTimeout(() => client.resume(), slowMs);
      if (flows) goOn();
      else upstream.once('drain', goOn);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  relay.port = (server.address() as AddressInfo).port;
  return relay;
}
