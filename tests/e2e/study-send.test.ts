// What a participant sends is sent by their click alone, to the study's own server; a refusal is told, and tried again by hand.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decryptStream, parseIdentities } from '../../src/study/submission-zip/age.ts';
import { readSubmission } from '../../src/study/submission-zip/read-submission.ts';
import { EXAMPLE_KEY, readExampleText } from '../fixtures/studies/read-example.ts';
import { expectAccessible } from './harness/accessibility.ts';
import { launchFovea, type Fovea } from './harness/launch.ts';
import { changeRun, chooseStudy, press, readRuns, waitForStage } from './harness/study-page.ts';

const SECOND = 1000;

let server: Server;
let fovea: Fovea;
let page: Page;
/** What came, by its path. */
const received = new Map<string, Buffer>();
let requests = 0;
let isOpen = false;

beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Methods', 'PUT');
    response.setHeader('Access-Control-Allow-Headers', '*');
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    requests += 1;
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (isOpen) received.set(request.url ?? '', Buffer.concat(parts));
      response.writeHead(isOpen ? 201 : 403).end();
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
  const study = JSON.parse(await readExampleText());
  study.collection.upload = {
    kind: 'put',
    url: `http://localhost:${(server.address() as AddressInfo).port}/in/{file}`,
  };
  await chooseStudy(page, 'tea.fovea-study.json', JSON.stringify(study));
  await press(page, 'Read what it records');
  await page.getByLabel('I have read this').check();
  await press(page, 'Take part');
  await waitForStage(page, 'screening');
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

  isOpen = true;
  await press(page, 'Try to send it again');
  await waitForStage(page, 'sent', 30 * SECOND);
  const [run] = await readRuns(page);
  expect([...received.keys()]).toEqual([`/in/${run!.id}.fovea-submission.zip.age`]);
  const identities = parseIdentities(await readFile(EXAMPLE_KEY, 'utf8'));
  const [bytes] = received.values();
  const plain = await decryptStream(new Blob([new Uint8Array(bytes!)]).stream(), identities, 'it');
  const zip = await readSubmission(
    await new Response(plain as ReadableStream<Uint8Array<ArrayBuffer>>).blob(),
    'it',
  );
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
  await expect.poll(() => readRuns(page), { timeout: 5 * SECOND }).toEqual([]);
});
