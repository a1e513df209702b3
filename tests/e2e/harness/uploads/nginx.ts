// Debian's nginx with the configuration that the documentation gives, and places where it refuses.
import { execFileSync, spawn } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { withSystemFolders } from '../../../find-tool.ts';
import { canMount, onTightDisk } from '../tight-disk.ts';
import { findFreePort, waitForPort } from './free-port.ts';

const DOCUMENTED = new URL('../../../../docs/collecting/nginx-submissions.conf', import.meta.url);

export type Nginx = {
  /** Without TLS, as only this machine may have it. */
  port: number;
  /** With a certificate that the browser was told to trust: see `trustedKey`. */
  trustedPort: number;
  /** With one that nobody vouches for. */
  distrustedPort: number;
  /** Of the trusted certificate, as `--ignore-certificate-errors-spki-list` takes it. */
  trustedKey: string;
  /** Where submissions land. */
  folder: string;
  /** What is in the access log: `METHOD path status`. */
  log(): string[];
  close(): Promise<void>;
};

export async function startNginx(): Promise<Nginx> {
  const home = await mkdtemp(join(tmpdir(), 'fovea-nginx-'));
  const folder = join(home, 'www', 'submissions');
  mkdirSync(folder, { recursive: true });
  for (const name of ['body', 'tight']) mkdirSync(join(home, name));
  for (const name of ['trusted', 'distrusted']) makeCertificate(home, name);
  const [port, trustedPort, distrustedPort] = [
    await findFreePort(),
    await findFreePort(),
    await findFreePort(),
  ];
  const documented = readFileSync(DOCUMENTED, 'utf8').replace('/var/lib/nginx/body', join(home, 'body'));
  writeFileSync(join(home, 'submissions.conf'), documented);
  writeFileSync(join(home, 'nginx.conf'), writeConfiguration(home, [port, trustedPort, distrustedPort]));
  const nginx = ['nginx', '-p', home, '-c', join(home, 'nginx.conf')];
  const [program, ...rest] = canMount() ? onTightDisk(join(home, 'tight'), 1, nginx) : nginx;
  const server = spawn(program!, rest, {
    env: withSystemFolders(),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  await Promise.race([
    waitForPort(distrustedPort),
    ended.then((code) => Promise.reject(new Error(`nginx ended with status ${String(code)}`))),
  ]);
  return {
    port,
    trustedPort,
    distrustedPort,
    trustedKey: hashKey(join(home, 'trusted.crt')),
    folder,
    log: () => readFileSync(join(home, 'access.log'), 'utf8').split('\n').filter(Boolean),
    async close() {
      server.kill();
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function writeConfiguration(home: string, [port, trusted, distrusted]: number[]): string {
  const cors = `
      add_header Access-Control-Allow-Origin "null" always;
      add_header Access-Control-Allow-Methods "PUT" always;
      add_header Access-Control-Allow-Headers "Content-Type, If-None-Match" always;
      if ($request_method = OPTIONS) { return 204; }`;
  const tls = (at: number | undefined, name: string): string => `
  server {
    listen 127.0.0.1:${at} ssl;
    ssl_certificate ${home}/${name}.crt;
    ssl_certificate_key ${home}/${name}.key;
    root ${home}/www;
    include ${home}/submissions.conf;
  }`;
  return `daemon off;
worker_processes 1;
${process.getuid?.() === 0 ? `user ${userInfo().username};` : ''}
error_log ${home}/error.log;
pid ${home}/pid;
events {}
http {
  log_format short "$request_method $uri $status";
  access_log ${home}/access.log short;
  client_body_temp_path ${home}/body;
  proxy_temp_path ${home}/proxy;
  fastcgi_temp_path ${home}/fastcgi;
  uwsgi_temp_path ${home}/uwsgi;
  scgi_temp_path ${home}/scgi;
  server {
    listen 127.0.0.1:${port};
    root ${home}/www;
    include ${home}/submissions.conf;
    location /small/ { ${cors}
      client_max_body_size 1k;
      dav_methods PUT;
    }
    location /full/ { ${cors}
      if ($request_method = PUT) { return 507; }
    }
    location /closed/ { ${cors}
      if ($request_method = PUT) { return 403; }
    }
    location /tight/ { ${cors}
      alias ${home}/tight/;
      client_max_body_size 10m;
      client_body_temp_path ${home}/tight/body;
      dav_methods PUT DELETE;
    }
    location /nowhere/ { ${cors}
      dav_methods PUT;
    }
  }
  ${tls(trusted, 'trusted')}
  ${tls(distrusted, 'distrusted')}
}
`;
}

function makeCertificate(home: string, name: string): void {
  const options = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
  ];
  const files = ['-keyout', join(home, `${name}.key`), '-out', join(home, `${name}.crt`)];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync('openssl', [...options, ...files, ...subject], { stdio: 'ignore' });
}

/** Base64 of the SHA-256 of the public key. */
function hashKey(certificate: string): string {
  const { publicKey } = new X509Certificate(readFileSync(certificate));
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
}
