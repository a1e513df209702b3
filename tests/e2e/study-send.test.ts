// What a participant sends is sent by their click alone, to the study's own server; a refusal is told, and tried again by hand.
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeSession } from '../../scripts/sessions/make-session.ts';
import { readSessionZip } from '../../src/session/file/session-zip-reader.ts';
import type { OutboxRow, StudyRunRow } from '../../src/storage/studies.ts';
import { SESSION_FILE } from '../../src/study/submission.ts';
import { decryptStream, parseIdentities } from '../../src/study/submission-zip/age.ts';
import { readSubmission } from '../../src/study/submission-zip/read-submission.ts';
import { EXAMPLE_KEY, readExampleText } from '../fixtures/studies/read-example.ts';
import { expectAccessible } from './harness/accessibility.ts';
import { launchFovea, type Fovea } from './harness/launch.ts';
import { storeSession } from './harness/made-sessions.ts';
import { changeStore } from './harness/stored-memories.ts';
import { changeRun, chooseStudy, press, readRuns, standAt, waitForStage } from './harness/study-page.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const LARGE_BYTES = 16 * 1024 * 1024;

let server: Server;
let fovea: Fovea;
let page: Page;
/** What came, by its path. */
const received = new Map<string, Buffer>();
let requests = 0;
/** What it does with what comes: `hold` reads some of it, and no more until the line breaks. */
let mode: 'refuse' | 'hold' | 'take' = 'refuse';

beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Methods', 'PUT');
    response.setHeader('Access-Control-Allow-Headers', '*');
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    requests += 1;
    if (mode === 'hold') return void request.once('data', () => request.pause());
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (mode === 'take') received.set(request.url ?? '', Buffer.concat(parts));
      response.writeHead(mode === 'take' ? 201 : 403).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  fovea = await launchFovea({ kind: 'none' });
  page = await fovea.open('/study.html');
});
afterAll(async () => {
  await fovea?.close();
  server?.closeAllConnections();
  server?.close();
});

test('nothing is sent before the click; a server that refuses is told of; the next click sends it, once', async () => {
  const study = await readStudy();
  await takePart(study);
  await press(page, 'Stop…');
  await expectAccessible(page, 'study stop', { within: 'dialog' });
  await press(page, 'End here, and see what there is');
  await waitForStage(page, 'summary');
  await page.getByRole('heading', { name: 'You ended the study' }).waitFor();
  expect(requests).toBe(0);

  await press(page, 'Send it');
  await page.getByTestId('send-problem').waitFor({ timeout: 30 * SECOND });
  expect(requests).toBe(1);
  await expectAccessible(page, 'study send refused');
  await waitForStage(page, 'summary');

  mode = 'take';
  await press(page, 'Try to send it again');
  await waitForStage(page, 'sent', 30 * SECOND);
  const [run] = await readRuns(page);
  expect([...received.keys()]).toEqual([`/in/${run!.id}.fovea-submission.zip.age`]);
  const zip = await openSubmission([...received.values()][0]!);
  expect(zip.submission).toMatchObject({
    id: run!.id,
    status: 'left-early',
    reason: 'participant',
    files: [],
  });
  expect(requests).toBe(2);
});

test('what was sent is deleted here when its days are over, as soon as a study page is opened', async () => {
  const over = new Date(Date.now() - 31 * 24 * 60 * 60 * SECOND).toISOString();
  await changeRun(page, (run) => ({ ...run, steps: { ...run.steps, endedAt: over } }));
  await page.close();
  page = await fovea.open('/study.html');
  await page.getByRole('heading', { name: 'Take part in a study' }).waitFor();
  await expect.poll(() => readRuns(page)).toEqual([]);
});

test('sending that is stopped half-way sends no more; sent afterwards it arrives whole, and once', async () => {
  mode = 'hold';
  requests = 0;
  received.clear();
  await takePart(await readStudy());
  // More than the line takes while nobody reads at its other end.
  const made = makeSession({ minutes: 0.5, screenshots: true });
  const trailer = randomBytes(Math.ceil(LARGE_BYTES / made.session.shots.length));
  const drawShot = async (index: number): Promise<Buffer> =>
    Buffer.concat([await made.drawShot(index), trailer]);
  const sessionId = await storeSession(page, { ...made, drawShot });
  const [{ definition }] = (await readRuns(page)) as [StudyRunRow];
  await standAt(page, 'summary', {
    sessionId,
    definition: { ...definition, recording: { ...definition.recording, detail: 'screenshots' } },
    record: { status: 'complete', finishedAt: made.session.info.createdAt },
  });

  await press(page, 'Send it');
  const sending = page.getByTestId('sending').and(page.locator('[data-phase="sending"]'));
  await sending.waitFor({ timeout: 30 * SECOND });
  await expectAccessible(page, 'study sending');
  expect(Number(await sending.getByRole('progressbar').getAttribute('aria-valuenow'))).toBeLessThan(100);
  await press(page, 'Stop sending');
  await page.getByTestId('send-stopped').waitFor();
  await expectAccessible(page, 'study sending stopped');
  await waitForStage(page, 'summary');
  await expect.poll(readOutbox).toMatchObject([{ state: 'waiting', attempts: 1 }]);
  const [waiting] = await readOutbox();
  expect(waiting!.bytes).toBeGreaterThan(LARGE_BYTES);
  expect([requests, received.size]).toEqual([1, 0]);

  mode = 'take';
  await press(page, 'Send it');
  await waitForStage(page, 'sent', MINUTE);
  expect(requests).toBe(2);
  expect([...received.values()].map(({ length }) => length)).toEqual([waiting!.bytes]);
  const zip = await openSubmission([...received.values()][0]!);
  const { session, readShot } = await readSessionZip(await zip.readFile(SESSION_FILE), 'session');
  expect(session.shots).toHaveLength(made.session.shots.length);
  const picture = await readShot(session.shots[0]!);
  expect(Buffer.from(await picture.arrayBuffer()).equals(await drawShot(0))).toBe(true);
});

/** The example, sent to the server of this test. */
async function readStudy(): Promise<string> {
  const study = JSON.parse(await readExampleText());
  study.collection.upload = {
    kind: 'put',
    url: `http://localhost:${(server.address() as AddressInfo).port}/in/{file}`,
  };
  return JSON.stringify(study);
}

async function takePart(study: string): Promise<void> {
  await chooseStudy(page, 'tea.fovea-study.json', study);
  await press(page, 'Read what it records');
  await page.getByLabel('I have read this').check();
  await press(page, 'Take part');
  await waitForStage(page, 'screening');
}

async function openSubmission(bytes: Buffer): ReturnType<typeof readSubmission> {
  const identities = parseIdentities(await readFile(EXAMPLE_KEY, 'utf8'));
  const plain = await decryptStream(new Blob([new Uint8Array(bytes)]).stream(), identities, 'it');
  return readSubmission(await new Response(plain as ReadableStream<Uint8Array<ArrayBuffer>>).blob(), 'it');
}

/** Without the files, which do not travel as JSON. */
async function readOutbox(): Promise<OutboxRow[]> {
  return (await changeStore(page, 'outbox', (store) => store.getAll())) as OutboxRow[];
}
