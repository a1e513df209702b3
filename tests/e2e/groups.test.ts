// A group, end to end: made by keyboard, joined through a link, measured, and exported as one zip that is read back here and
// in another browser.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeCamera } from '../../scripts/fake-camera.ts';
import { readGroupZip } from '../../src/group/group-zip-reader.ts';
import { parseInvitation } from '../../src/group/invitation.ts';
import type { ParticipantRow } from '../../src/storage/groups.ts';
import { makeValidationRow } from '../unit/validation-rows.ts';
import type { Fovea } from './harness/launch.ts';
import { launchFovea } from './harness/launch.ts';
import { prepareSampleCamera, removeCamera } from './harness/sample-camera.ts';
import { changeStore, storeRow } from './harness/stored-memories.ts';
import { takeDots } from './harness/take-dots.ts';
import { waitUntil } from './harness/wait.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DOTS = 9;
const CONSENT = 'I take part freely.\n\nPhotos stay on this computer.';

let camera: FakeCamera;
let fovea: Fovea;
let folder: string;
/** The researcher's page. */
let page: Page;

beforeAll(async () => {
  camera = await prepareSampleCamera();
  folder = await mkdtemp(join(tmpdir(), 'fovea-groups-'));
  fovea = await launchFovea({ kind: 'recording', path: camera.path });
  page = await fovea.open('/options.html#groups');
  await stubPicker(page);
});
afterAll(async () => {
  await fovea.close();
  await removeCamera(camera);
  await rm(folder, { recursive: true });
});

test('a group is made by keyboard, and what is missing is said where the keyboard then is', async () => {
  await page.getByTestId('no-groups').waitFor();
  await press(page, 'link', 'New group');
  await page.getByLabel('Title').focus();
  await page.keyboard.type('Reading');
  await page.keyboard.press('Enter');
  await page.getByText('Please write what people agree to.').waitFor();
  const text = page.getByLabel('What people agree to');
  await expect.poll(() => text.evaluate((field) => field.matches(':focus'))).toBe(true);
  await expect.poll(() => text.getAttribute('aria-invalid')).toBe('true');
  await page.keyboard.insertText(CONSENT);

  await page.getByLabel(/^100/).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => page.getByLabel(/^9 /).isChecked()).toBe(true);
  await page.getByLabel('How many').fill('2');
  await press(page, 'button', 'Make the group');

  const heading = page.getByRole('heading', { name: 'Reading', exact: true });
  await heading.waitFor();
  await expect.poll(() => heading.evaluate((h1) => h1.matches(':focus'))).toBe(true);
  await expect.poll(() => page.getByTestId('participant').count()).toBe(2);
  await expect.poll(() => readDone(page)).toBe('0 of 2 done');
  await expect
    .poll(() => page.getByRole('button', { name: 'Export all as one zip' }).isDisabled())
    .toBe(true);
});

test(
  'a participant follows their link, agrees, and measures, all by keyboard; the group sees it',
  async () => {
    await press(page, 'button', 'Invite P01');
    await page.getByTestId('qr').waitFor();
    const link = await page.getByLabel('Link', { exact: true }).inputValue();
    expect(parseInvitation(link.split('#join/')[1]!)).toMatchObject({
      title: 'Reading',
      consent: { text: CONSENT, version: 1 },
      targetCount: DOTS,
      participant: { code: 'P01' },
    });
    await page.keyboard.press('Escape');
    const invite = page.getByRole('button', { name: 'Invite P01' });
    await expect.poll(() => invite.evaluate((button) => button.matches(':focus'))).toBe(true);

    const theirs = await fovea.open('/options.html#join');
    await theirs.getByLabel('Link', { exact: true }).focus();
    await theirs.keyboard.insertText(link.slice(0, -20));
    await theirs.keyboard.press('Enter');
    await theirs.getByTestId('join-problem').filter({ hasText: 'Copy the whole link again' }).waitFor();
    await theirs.getByLabel('Link', { exact: true }).fill(link);
    await theirs.keyboard.press('Enter');

    await theirs.getByText('You are invited as P01').waitFor();
    expect(await theirs.getByRole('navigation').count()).toBe(0);
    await press(theirs, 'button', 'Take part');
    await theirs.getByText('Please tick that you have read').waitFor();
    await theirs.getByLabel('I have read this, and I agree.').focus();
    await theirs.keyboard.press('Space');
    await press(theirs, 'button', 'Take part');
    await theirs.getByTestId('code').filter({ hasText: 'P01' }).waitFor();
    await page.locator('[data-code="P01"][data-consent="given"]').waitFor();

    await press(theirs, 'button', 'Go on to the measurement');
    const start = theirs.getByRole('button', { name: 'Start in full screen' });
    await waitUntil(() => start.isEnabled(), 30 * SECOND, 'the camera');
    expect(await theirs.getByLabel('Person').count()).toBe(0);
    await press(theirs, 'button', 'Start in full screen');
    await theirs.getByTestId('stage').waitFor();
    await takeDots(theirs, DOTS, DOTS);
    await theirs.getByTestId('finished').waitFor();
    await press(theirs, 'button', 'Done');
    await theirs.locator('[data-testid="joined"][data-done="true"]').waitFor();

    await page.bringToFront();
    await expect.poll(() => readDone(page)).toBe('1 of 2 done');
    const rows = page.getByTestId('missing');
    await expect.poll(() => rows.allTextContents()).toEqual(['✓ Done', 'consent, measurement']);
    await theirs.close();
  },
  4 * MINUTE,
);

test('the whole group is written as one zip while it is made, and comes back from it', async () => {
  const check = makeValidationRow('check-1', { personId: await findPerson('P01'), camera: 'Desk camera' });
  await storeRow(page, 'validations', check);
  await page.reload();
  await press(page, 'button', 'Export all as one zip');
  await page
    .locator('[data-testid="group-export"][data-status="written"]')
    .filter({ hasText: '1 measurement with 9 photos' })
    .filter({ hasText: 'and 1 accuracy check.' })
    .waitFor();
  const bytes = await readWritten(page);
  const file = new Blob([bytes]);
  const zip = await readGroupZip(file, 'reading.group.zip');
  expect(zip.group).toMatchObject({ title: 'Reading', targetCount: DOTS });
  expect(zip.participants).toMatchObject([{ code: 'P01', consent: { version: 1 } }, { code: 'P02' }]);
  expect(zip.measurements.map(({ file: name }) => name)).toEqual(['measurements/001-P01-1.measurement.zip']);
  await zip.checkMeasurement(zip.measurements[0]!);
  expect(zip.checks.map(({ file: name }) => name)).toEqual(['checks/001-P01-1.accuracy.json']);
  expect(await zip.readChecks(zip.checks[0]!)).toEqual([check]);

  const path = join(folder, 'reading.group.zip');
  await writeFile(path, bytes);
  await importFile(page, fovea, path);
  await report(page, 'nothing was added, 1 measurement and 1 accuracy check were here already');

  await press(page, 'link', 'Reading', true);
  await press(page, 'button', 'Delete…');
  const withPeople = page.getByLabel(/^Also delete the people/);
  await withPeople.focus();
  await page.keyboard.press('Space');
  await expect.poll(() => withPeople.isChecked()).toBe(true);
  await press(page, 'button', 'Delete');
  await page.getByTestId('no-groups').waitFor();
  await importFile(page, fovea, path);
  await report(page, '1 measurement and 1 accuracy check were added');
  await press(page, 'link', 'Reading', true);
  await expect.poll(() => readDone(page)).toBe('1 of 2 done');
});

test(
  'another browser shows the check that came in the zip, whose screen and camera it does not know',
  async () => {
    const lab = await launchFovea({ kind: 'none' });
    try {
      const theirs = await lab.open('/options.html#groups');
      await importFile(theirs, lab, join(folder, 'reading.group.zip'));
      await report(theirs, '1 measurement and 1 accuracy check were added');
      await press(theirs, 'link', 'Reading', true);
      await theirs.getByTestId('participant').filter({ hasText: '1 accuracy check' }).waitFor();

      const activePersonId = await findPerson('P01');
      await theirs.evaluate((id) => chrome.storage.local.set({ activePersonId: id }), activePersonId);
      await theirs.goto(lab.url('/options.html#accuracy'));
      const row = theirs.getByTestId('check');
      await row.waitFor();
      await expect.poll(() => row.innerText()).toMatch(/1000 × 750\s+from a group’s file/);
      await expect.poll(() => row.innerText()).toContain('Desk camera');
      expect(await row.getByRole('button', { name: 'Redo' }).count()).toBe(0);
      await row.getByRole('button', { name: /^Show/ }).press('Enter');
      await theirs.getByTestId('check-picture').waitFor();
    } finally {
      await lab.close();
    }
  },
  3 * MINUTE,
);

test('where a file cannot be written while it is made, that is said, and the zip is downloaded', async () => {
  const plain = await fovea.context.newPage();
  await plain.addInitScript(() => delete (window as { showSaveFilePicker?: unknown }).showSaveFilePicker);
  await plain.goto(page.url());
  await plain.getByTestId('no-streaming').waitFor();
  const download = plain.waitForEvent('download');
  await press(plain, 'button', 'Export all as one zip');
  const done = await download;
  expect(done.suggestedFilename()).toMatch(/^Reading-.*\.group\.zip$/);
  const path = join(folder, 'download.group.zip');
  await done.saveAs(path);
  const zip = await readGroupZip(new Blob([await readFile(path)]), path);
  await zip.checkMeasurement(zip.measurements[0]!);
  await plain.close();
});

test('who withdraws is deleted with all photos, and can be taken back for a moment', async () => {
  await press(page, 'button', 'Withdraw P01…');
  await press(page, 'button', 'Withdraw and delete');
  await page.locator('[data-code="P01"][data-consent="withdrawn"]').waitFor();
  await expect.poll(() => readDone(page)).toBe('0 of 1 done');
  await press(page, 'button', 'Undo');
  await page.locator('[data-code="P01"][data-consent="given"]').waitFor();
  await expect.poll(() => readDone(page)).toBe('1 of 2 done');
});

/** Focuses a button or link, and presses Enter. */
async function press(on: Page, role: 'button' | 'link', name: string, first = false): Promise<void> {
  const found = on.getByRole(role, { name, exact: true });
  await (first ? found.first() : found).focus();
  await on.keyboard.press('Enter');
}

async function readDone(on: Page): Promise<string> {
  return (await on.getByTestId('group-done').innerText()).replace(/\s+/g, ' ');
}

async function findPerson(code: string): Promise<string> {
  const rows = (await changeStore(page, 'participants', (store) => store.getAll())) as ParticipantRow[];
  return rows.find((row) => row.code === code)!.personId;
}

async function importFile(on: Page, { url }: Fovea, path: string): Promise<void> {
  await on.goto(url('/options.html#groups'));
  await on.getByTestId('import-files').setInputFiles(path);
}

async function report(on: Page, words: string): Promise<void> {
  await on
    .locator('[data-testid="import-report"][data-status="group-finished"]')
    .filter({ hasText: words })
    .waitFor();
}

/** A dialog of the system cannot be operated from here: a file of the origin's own takes its place. */
async function stubPicker(on: Page): Promise<void> {
  await on.addInitScript(replacePicker);
  await on.evaluate(replacePicker);
}

function replacePicker(): void {
  Object.assign(window, {
    async showSaveFilePicker() {
      const root = await navigator.storage.getDirectory();
      return root.getFileHandle('exported.zip', { create: true });
    },
  });
}

async function readWritten(on: Page): Promise<Uint8Array<ArrayBuffer>> {
  const base64 = await on.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const file = await (await root.getFileHandle('exported.zip')).getFile();
    const reader = new FileReader();
    reader.readAsDataURL(file);
    await new Promise((resolve) => reader.addEventListener('load', resolve));
    return String(reader.result).split(',')[1]!;
  });
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
