// A submission's way to the researcher's server: the built extension's sandboxed page, and servers as researchers run them.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSubmissionServer } from '../../docs/collecting/tus-server.ts';
import { makeSession } from '../../scripts/sessions/make-session.ts';
import { readSessionZip } from '../../src/session/file/session-zip-reader.ts';
import type { StudyRunRow } from '../../src/storage/studies.ts';
import { decryptStream } from '../../src/study/submission-zip/age.ts';
import { readSubmission } from '../../src/study/submission-zip/read-submission.ts';
import { hasTool } from '../find-tool.ts';
import { describeRecord } from '../unit/study-run-files.ts';
import { readExampleStudy } from '../fixtures/studies/read-example.ts';
import { launchFovea, type Fovea } from './harness/launch.ts';
import { storeSession } from './harness/made-sessions.ts';
import { canMount } from './harness/tight-disk.ts';
import { startObjectStore, type ObjectStore } from './harness/uploads/moto.ts';
import { startNginx, type Nginx } from './harness/uploads/nginx.ts';
import { bundleSender, makeBytes, openSender, type Sender } from './harness/uploads/open-sender.ts';
import { startRelay, type Relay } from './harness/uploads/relay.ts';
import { startScriptedServer } from './harness/uploads/scripted-server.ts';

const MB = 1_000_000;

let fovea: Fovea;
let script: string;
let sender: Sender;
let nginx: Nginx | undefined;
const ends: (() => Promise<unknown> | void)[] = [];

beforeAll(async () => {
  nginx = hasTool('nginx') && hasTool('openssl') ? await startNginx() : undefined;
  const flags = nginx ? [`--ignore-certificate-errors-spki-list=${nginx.trustedKey}`] : [];
  fovea = await launchFovea({ kind: 'none' }, undefined, undefined, flags);
  script = await bundleSender();
  sender = await openSender(fovea, script);
});

afterAll(async () => {
  for (const end of ends.toReversed()) await end();
  await nginx?.close();
  await fovea.close();
});

let count = 0;
function nextId(): string {
  count += 1;
  return `run-${String(count).padStart(6, '0')}`;
}

const fileOf = (id: string): string => `${id}.fovea-submission.zip.age`;

function put(port: number, scheme = 'http', place = 'submissions') {
  const host = scheme === 'https' ? 'localhost' : '127.0.0.1';
  return { kind: 'put' as const, url: `${scheme}://${host}:${port}/${place}/{file}` };
}

describe('a tus server, as documented', () => {
  let folder: string;
  let server: Server;
  let relay: Relay;
  /** Each part that was begun to be sent: from where, and how much it would be. */
  let patches: { offset: number; bytes: number }[];
  const upload = (): { kind: 'tus'; url: string } => ({
    kind: 'tus',
    url: `http://127.0.0.1:${relay.port}/submissions`,
  });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fovea-tus-'));
    const submissions = createSubmissionServer(folder);
    patches = [];
    server = createServer((request, response) => {
      if (request.method === 'PATCH') {
        const { 'upload-offset': offset, 'content-length': bytes } = request.headers;
        patches.push({ offset: Number(offset), bytes: Number(bytes) });
      }
      void submissions.handle(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    relay = await startRelay((server.address() as AddressInfo).port);
    ends.push(() => {
      relay.close();
      server.closeAllConnections();
      server.close();
      return rm(folder, { recursive: true, force: true });
    });
  });

  /** What came of a submission: each upload that was begun. */
  const received = (id: string): Buffer[] =>
    readdirSync(folder)
      .filter((name) => name.endsWith(`.${fileOf(id)}`))
      .map((name) => readFileSync(join(folder, name)));

  test('a finished run arrives there, for the study’s key alone, as what it was here', async () => {
    const identity = await generateX25519Identity();
    const made = makeSession({ minutes: 0.2, screenshots: false });
    await storeSession(sender.page, made);
    const definition = await readExampleStudy();
    definition.collection = { file: true, upload: upload(), recipient: await identityToRecipient(identity) };
    const id = nextId();
    const fileName = await sender.queue({
      id,
      studyId: definition.id,
      studyHash: 'c'.repeat(64),
      definition,
      source: { kind: 'file', name: 'a' },
      sessionId: made.session.info.id,
      stage: 'summary',
      createdAt: '2026-11-27T10:00:00.000Z',
      changedAt: '2026-11-27T10:00:00.000Z',
      taskOrder: [],
      tasksDone: 0,
      record: describeRecord({ tasks: [] }),
      grantedSites: [],
    } satisfies StudyRunRow);
    expect(fileName).toBe(fileOf(id));
    expect((await sender.send(id)).outcome).toEqual({ state: 'sent' });

    const [encrypted] = received(id);
    expect(encrypted!.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
    const plain = await decryptStream(new Blob([Uint8Array.from(encrypted!)]).stream(), [identity], fileName);
    const zip = await new Response(plain as ReadableStream<Uint8Array<ArrayBuffer>>).blob();
    const { submission, readFile } = await readSubmission(zip, fileName);
    expect(submission).toMatchObject({ id, participant: 'k7f3m9q2', detail: 'samples' });
    const { session } = await readSessionZip(await readFile('session.session.zip'), 'session');
    expect(session.samples).toEqual(made.session.samples);
    expect(session.events).toEqual(made.session.events);
  });

  test('an upload whose line breaks in the middle goes on by itself where it stopped', async () => {
    const id = nextId();
    const bytes = 12 * MB;
    await sender.put(id, upload(), bytes);
    const before = relay.sentBytes;
    patches.length = 0;
    relay.breakAfter(10 * MB);
    const { outcome, steps } = await sender.send(id);
    expect(outcome).toEqual({ state: 'sent' });
    expect(received(id).map((file) => file.equals(makeBytes(bytes)))).toEqual([true]);
    const last = patches.at(-1)!;
    expect(last.offset).toBeGreaterThan(8.5 * MB);
    expect(last.bytes).toBe(bytes - last.offset);
    // Chromium itself may send a part again on a new connection, before we hear of the break; the server takes none of it.
    expect(relay.sentBytes - before).toBeLessThan(bytes + 4 * MB);
    const waited = steps.find((step) => step.phase === 'waiting');
    expect(waited?.problem).toMatch(/gives no answer|had got further/);
    expect(await sender.read(id)).toMatchObject({ state: 'sent', attempts: 2, fileBytes: 0 });
  });

  test('an upload whose tab is closed in the middle goes on in the next tab where it stopped', async () => {
    const id = nextId();
    const bytes = 10 * MB;
    const other = await openSender(fovea, script);
    await other.put(id, upload(), bytes, 7);
    const before = relay.sentBytes;
    relay.bytesPerSecond = 5 * MB;
    other.send(id).catch(() => undefined);
    await expect.poll(() => relay.sentBytes - before, { timeout: 20_000 }).toBeGreaterThan(3 * MB);
    await other.page.close();
    relay.bytesPerSecond = undefined;
    const stopped = await sender.read(id);
    expect(stopped).toMatchObject({ state: 'sending', attempts: 1, fileBytes: bytes });
    expect(stopped.resumeUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/submissions\//);
    patches.length = 0;
    expect((await sender.send(id)).outcome).toEqual({ state: 'sent' });
    expect(patches[0]!.offset).toBeGreaterThan(2 * MB);
    expect(patches[0]!.bytes).toBe(Math.min(8 * 2 ** 20, bytes - patches[0]!.offset));
    expect(received(id).map((file) => file.equals(makeBytes(bytes, 7)))).toEqual([true]);
    expect(relay.sentBytes - before).toBeLessThan(bytes + 1.5 * MB);
  });

  test('an upload that is cancelled sends no more, and waits', async () => {
    const id = nextId();
    const bytes = 30 * MB;
    await sender.put(id, upload(), bytes);
    const before = relay.sentBytes;
    relay.bytesPerSecond = 4 * MB;
    const sending = sender.send(id).then(
      () => 'sent',
      (error: Error) => error.message,
    );
    await expect.poll(() => relay.sentBytes - before, { timeout: 20_000 }).toBeGreaterThan(MB);
    await sender.cancel(id);
    expect(await sending).toContain('cancelled');
    relay.bytesPerSecond = undefined;
    // What was under way arrives.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(relay.sentBytes - before).toBeLessThan(bytes / 2);
    expect(await sender.read(id)).toMatchObject({ state: 'waiting' });
    expect((await sender.send(id)).outcome).toEqual({ state: 'sent' });
    expect(received(id).map((file) => file.equals(makeBytes(bytes)))).toEqual([true]);
  });

  test('nobody reads a submission there, or sends anything else', async () => {
    const { url } = upload();
    const name = readdirSync(folder).find((file) => !file.endsWith('.json'));
    expect((await fetch(`${url}/${name}`)).status).toBe(403);
    const headers = { 'Tus-Resumable': '1.0.0', 'Upload-Length': '5' };
    const metadata = `filename ${Buffer.from('../x.sh').toString('base64')}`;
    const begun = await fetch(url, { method: 'POST', headers: { ...headers, 'Upload-Metadata': metadata } });
    expect(begun.status).toBe(400);
  });
});

describe.skipIf(!hasTool('nginx') || !hasTool('openssl'))('nginx, as documented', () => {
  const received = (id: string): Buffer => readFileSync(join(nginx!.folder, fileOf(id)));

  test('a file arrives there byte for byte, and sending it twice is sending it once', async () => {
    const id = nextId();
    await sender.put(id, put(nginx!.port), 3 * MB);
    const { outcome, steps } = await sender.send(id);
    expect(outcome).toEqual({ state: 'sent' });
    expect(received(id).equals(makeBytes(3 * MB))).toBe(true);
    expect(steps.at(-1)).toEqual({ phase: 'sending', sentBytes: 3 * MB, totalBytes: 3 * MB });
    // As after a crash between the server's answer and our note of it, and with another file's bytes.
    await sender.put(id, put(nginx!.port), 2 * MB, 5);
    expect((await sender.send(id)).outcome).toEqual({ state: 'sent' });
    expect(received(id).equals(makeBytes(3 * MB))).toBe(true);
    // It writes a line once its answer has gone out.
    await expect
      .poll(() => nginx!.log().filter((line) => line.includes(id) && line.startsWith('PUT')))
      .toEqual([`PUT /submissions/${fileOf(id)} 201`, `PUT /submissions/${fileOf(id)} 412`]);
  });

  test('a file whose line breaks in the middle is sent anew, and no half of it is ever there', async () => {
    const relay = await startRelay(nginx!.port);
    ends.push(() => relay.close());
    const id = nextId();
    await sender.put(id, put(relay.port), 6 * MB);
    relay.breakAfter(4 * MB);
    const sending = sender.send(id);
    const seen = new Set<number>();
    const path = join(nginx!.folder, fileOf(id));
    const look = setInterval(() => existsSync(path) && seen.add(statSync(path).size), 5);
    await sending.finally(() => clearInterval(look));
    expect((await sending).outcome).toEqual({ state: 'sent' });
    expect([...seen].every((bytes) => bytes === 6 * MB)).toBe(true);
    expect(received(id).equals(makeBytes(6 * MB))).toBe(true);
    // One that broke and one that came whole, whether it was we who tried again or Chromium itself.
    const listPuts = (): boolean[] =>
      nginx!
        .log()
        .filter((line) => line.startsWith(`PUT /submissions/${fileOf(id)} `))
        .map((line) => line.split(' ')[2] === '201');
    await expect.poll(listPuts).toEqual([false, true]);
    expect(relay.sentBytes).toBeGreaterThan(10 * MB);
  });

  test('a slow line takes its time, with progress, longer than a standstill would be borne', async () => {
    const relay = await startRelay(nginx!.port);
    ends.push(() => relay.close());
    const id = nextId();
    relay.bytesPerSecond = 4 * MB;
    await sender.put(id, put(relay.port), 18 * MB);
    const startedMs = Date.now();
    const { outcome, steps } = await sender.send(id, 3000);
    expect(outcome).toEqual({ state: 'sent' });
    expect(Date.now() - startedMs).toBeGreaterThan(3000);
    const shares = steps.flatMap((step) => (step.phase === 'sending' ? [step.sentBytes] : []));
    expect(new Set(shares).size).toBeGreaterThan(3);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(await sender.read(id)).toMatchObject({ attempts: 1 });
  });

  test.each([
    ['small', /larger than what 127\.0\.0\.1:\d+ takes\..*413/],
    ['full', /is full\..*507/],
    ['closed', /does not let your data in.*403/],
    // A folder that is missing there.
    ['nowhere', /has trouble of its own.*500/],
  ])('its refusal at “%s” is told in words, and the file is kept', async (place, words) => {
    const id = nextId();
    await sender.put(id, put(nginx!.port, 'http', place), 0.2 * MB);
    expect(await sender.sendOnce(id)).toMatch(words);
    expect(await sender.read(id)).toMatchObject({ fileBytes: 0.2 * MB, attempts: 1 });
  });

  test.skipIf(!canMount())(
    'a disk that is full takes nothing, and takes the file once there is room',
    async () => {
      const others = `http://127.0.0.1:${nginx!.port}/tight/others`;
      expect((await fetch(others, { method: 'PUT', body: new Uint8Array(makeBytes(0.8 * MB)) })).status).toBe(
        201,
      );
      const id = nextId();
      await sender.put(id, put(nginx!.port, 'http', 'tight'), 0.6 * MB);
      expect(await sender.sendOnce(id)).toMatch(/has trouble of its own.*500/);
      expect(await sender.read(id)).toMatchObject({ state: 'waiting', fileBytes: 0.6 * MB, attempts: 1 });
      // Nor is any half of it there.
      const file = `http://127.0.0.1:${nginx!.port}/tight/${fileOf(id)}`;
      expect((await fetch(file)).status).toBe(404);

      expect((await fetch(others, { method: 'DELETE' })).status).toBe(204);
      expect((await sender.send(id)).outcome).toEqual({ state: 'sent' });
      expect(Buffer.from(await (await fetch(file)).arrayBuffer()).equals(makeBytes(0.6 * MB))).toBe(true);
    },
  );

  test('over TLS a file arrives; a server whose certificate is not trusted gets nothing', async () => {
    const id = nextId();
    await sender.put(id, put(nginx!.trustedPort, 'https'), MB);
    expect((await sender.send(id)).outcome).toEqual({ state: 'sent' });
    expect(received(id).equals(makeBytes(MB))).toBe(true);

    const other = nextId();
    await sender.put(other, put(nginx!.distrustedPort, 'https'), MB);
    expect(await sender.sendOnce(other)).toContain('its certificate may not be trusted');
    expect(nginx!.log().filter((line) => line.includes(other))).toEqual([]);
    expect(await sender.read(other)).toMatchObject({ state: 'waiting', fileBytes: MB });
  });

  test('nobody reads a submission there, or writes anything else', async () => {
    const [name] = readdirSync(nginx!.folder);
    const base = `http://127.0.0.1:${nginx!.port}/submissions`;
    expect((await fetch(`${base}/${name}`)).status).toBe(405);
    expect((await fetch(`${base}/${name}`, { method: 'DELETE' })).status).toBe(405);
    expect((await fetch(`${base}/page.html`, { method: 'PUT', body: 'x' })).status).toBe(405);
  });
});

describe.skipIf(!hasTool('uv'))('an S3-compatible store, with presigned addresses', () => {
  let store: ObjectStore;
  beforeAll(async () => {
    store = await startObjectStore();
    ends.push(() => store.close());
  }, 200_000);

  test('takes a file by PUT, once', async () => {
    const id = nextId();
    const url = await store.signPut(`tea/${fileOf(id)}`);
    await sender.put(id, { kind: 'put', url }, 2 * MB);
    expect((await sender.send(id)).outcome).toEqual({ state: 'sent' });
    expect((await store.read(`tea/${fileOf(id)}`)).equals(makeBytes(2 * MB))).toBe(true);
    // Somebody else's submission to the same address.
    await sender.put(id, { kind: 'put', url }, MB, 5);
    expect(await sender.sendOnce(id)).toContain('takes one file, and somebody’s is there already');
    expect((await store.read(`tea/${fileOf(id)}`)).equals(makeBytes(2 * MB))).toBe(true);
  });

  test('takes the files of many by one POST form', async () => {
    const form = await store.signPost('tea/posted/{file}', 'tea/posted/');
    for (const seed of [1, 2]) {
      const id = nextId();
      await sender.put(id, { kind: 's3-post', ...form }, 2 * MB, seed);
      const { outcome, steps } = await sender.send(id);
      expect(outcome).toEqual({ state: 'sent' });
      expect(steps.at(-1)).toMatchObject({ phase: 'sending', sentBytes: 2 * MB });
      expect((await store.read(`tea/posted/${fileOf(id)}`)).equals(makeBytes(2 * MB, seed))).toBe(true);
    }
    expect((await store.list()).filter((key) => key.startsWith('tea/posted/'))).toHaveLength(2);
  });
});

describe('any server', () => {
  test('that is busy is left alone for as long as it asks', async () => {
    const server = await startScriptedServer({
      busy: (request, response) =>
        void request.resume().on('end', () => response.writeHead(429, { 'Retry-After': '600' }).end()),
    });
    ends.push(() => server.close());
    const id = nextId();
    await sender.put(id, { kind: 'put', url: `${server.url}/busy/{file}` }, MB);
    const sending = sender.send(id).catch((error: Error) => error.message);
    await expect.poll(async () => (await sender.read(id)).problem).toContain('asks to come back later');
    const row = await sender.read(id);
    expect(row.state).toBe('waiting');
    expect(Date.parse(row.nextTryAt!) - Date.now()).toBeGreaterThan(500_000);
    await sender.cancel(id);
    expect(await sending).toContain('cancelled');
  });

  test('that lets no page write, that stands still, or is not there, is told of in words', async () => {
    const server = await startScriptedServer({ still: (request) => void request.resume() });
    ends.push(() => server.close());
    const id = nextId();
    await sender.put(id, { kind: 'put', url: `${server.url}/no-cors/{file}` }, MB);
    expect(await sender.sendOnce(id)).toContain('it may not let pages write to it (CORS)');
    expect(server.requests).toEqual([`OPTIONS /no-cors/${fileOf(id)}`]);

    await sender.put(id, { kind: 'put', url: `${server.url}/still/{file}` }, MB);
    expect(await sender.sendOnce(id, 800)).toContain('Nothing went on for a while');
    expect(await sender.read(id)).toMatchObject({ handedOver: true });

    await sender.put(id, { kind: 'put', url: 'http://127.0.0.1:9/{file}' }, MB);
    expect(await sender.sendOnce(id)).toContain('It may be down');
  });

  test('that knows no conditional requests gets the file by a plain one', async () => {
    const server = await startScriptedServer({
      plain: (request, response) =>
        void request
          .resume()
          .on('end', () => response.writeHead(request.headers['if-none-match'] ? 501 : 201).end()),
    });
    ends.push(() => server.close());
    const id = nextId();
    await sender.put(id, { kind: 'put', url: `${server.url}/plain/{file}` }, MB);
    expect((await sender.send(id)).outcome).toEqual({ state: 'sent' });
  });

  test('that says there is a conflict is believed only where the file is there', async () => {
    let there = MB;
    const server = await startScriptedServer({
      conflict: (request, response) => {
        if (request.method === 'HEAD') response.writeHead(200, { 'Content-Length': there }).end();
        else request.resume().on('end', () => response.writeHead(409).end());
      },
    });
    ends.push(() => server.close());
    const id = nextId();
    await sender.put(id, { kind: 'put', url: `${server.url}/conflict/{file}` }, MB);
    expect((await sender.send(id)).outcome).toEqual({ state: 'sent' });
    there = 5;
    await sender.put(id, { kind: 'put', url: `${server.url}/conflict/{file}` }, MB);
    expect(await sender.sendOnce(id)).toContain('Something is in the way');
  });

  test('that sends an upload on to another origin gets none there: the browser holds it back', async () => {
    const elsewhere = await startScriptedServer({});
    const server = await startScriptedServer({
      on: (request, response) => {
        const location = `${elsewhere.url}/${request.url!.split('/').at(-1)}`;
        request.resume().on('end', () => response.writeHead(307, { Location: location }).end());
      },
    });
    ends.push(
      () => server.close(),
      () => elsewhere.close(),
    );
    const id = nextId();
    await sender.put(id, { kind: 'put', url: `${server.url}/on/{file}` }, MB);
    expect(await sender.sendOnce(id)).toContain('sends it on to another server');
    expect(elsewhere.requests).toEqual([]);
    expect(await sender.read(id)).toMatchObject({ state: 'failed', fileBytes: MB });
  });

  test('that is not on this machine and has no TLS gets nothing', async () => {
    const id = nextId();
    await sender.put(id, { kind: 'put', url: 'http://lab.example/{file}' }, MB);
    expect(await sender.sendOnce(id)).toContain('The browser held your data back');
    expect(fovea.refusedRequests()).toEqual([]);
  });
});
