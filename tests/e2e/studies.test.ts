// The researcher's editor, end to end: a study is made by keyboard, mended, exported, and imported again as the very same.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decrypter, Encrypter } from 'age-encryption';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkStudyText } from '../../src/study/check-definition.ts';
import type { StudyDefinition } from '../../src/study/definition.ts';
import { hashStudy } from '../../src/study/study-hash.ts';
import { EXAMPLE_STUDY } from '../fixtures/studies/read-example.ts';
import { launchFovea, type Fovea } from './harness/launch.ts';
import { waitUntil } from './harness/wait.ts';

const SECOND = 1000;

let fovea: Fovea;
let page: Page;
let folder: string;
/** The last file that was exported. */
let exported: { path: string; text: string; study: StudyDefinition };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fovea-studies-'));
  fovea = await launchFovea({ kind: 'none' });
  page = await fovea.open('/options.html#studies');
});
afterAll(async () => {
  await fovea?.close();
  await rm(folder, { recursive: true });
});

test('a new study is written by keyboard, and says what it lacks beside the fields and as a list', async () => {
  await page.getByTestId('no-studies').waitFor();
  await press('button', 'New study');
  await page.getByTestId('study-editor').waitFor();
  await expect.poll(countErrors).toBe(6);
  // Nobody is scolded for what they have not come to yet.
  const name = page.getByLabel('Your name');
  expect(await name.getAttribute('aria-invalid')).toBe('false');
  await name.focus();
  await page.keyboard.press('Tab');
  await expect.poll(() => name.getAttribute('aria-invalid')).toBe('true');
  await type('Title', 'Buying tea');
  await page.getByRole('heading', { level: 1, name: 'Buying tea' }).waitFor();
  await type('Your name', 'Ada Example');
  await type('Where participants reach you', 'ada@university.example');
  await expect.poll(countErrors).toBe(3);

  // The list leads to the field, on whichever page it is.
  await focusAndPress(page.locator('[data-problem="tasks[0].start.url"]'));
  const address = page.getByLabel('Address that it starts at');
  await waitForFocus(address);
  await page.keyboard.insertText('shop.example');
  const readNotes = async (): Promise<string[]> => {
    const notes = await address.getAttribute('aria-describedby');
    return page.locator(`[id="${notes}"]`).allInnerTexts();
  };
  await expect
    .poll(async () => (await readNotes()).join())
    .toContain('must be an address that begins with https://');
  await expect.poll(() => address.getAttribute('aria-invalid')).toBe('true');
  await address.fill('https://shop.example/');
  await expect.poll(() => address.getAttribute('aria-invalid')).toBe('false');
  await type('Title', 'Buy a tea');
  await type('Instructions', 'Buy the green tea.');
  await expect.poll(countErrors).toBe(0);
  await page.getByTestId('study-problems').getByText('Ready to export').waitFor();
});

test('how a task ends, an area, and a question with a condition', async () => {
  const end = page.getByLabel('An address is reached');
  await end.focus();
  await page.keyboard.press('Space');
  await type('Address that is reached', 'https://shop.example/thanks*');
  await press('button', 'Add an area');
  const area = page.getByTestId('area');
  await waitForFocus(area.getByLabel('Name', { exact: true }));
  await page.keyboard.insertText('Offer');
  await area.getByLabel('CSS selector').fill('#offer');

  await page.getByLabel('Kind of the next question').selectOption('likert');
  await press('button', 'Add a question');
  const scale = page.getByTestId('question-card').first();
  await waitForFocus(scale.getByLabel('What is asked'));
  await page.keyboard.insertText('How easy was that?');
  await scale.getByLabel('The low end').fill('Hard');
  await scale.getByLabel('The high end').fill('Easy');
  await page.getByLabel('Kind of the next question').selectOption('text');
  await press('button', 'Add a question');
  const why = page.getByTestId('question-card').nth(1);
  await waitForFocus(why.getByLabel('What is asked'));
  await page.keyboard.insertText('What was hard?');
  await why
    .getByLabel('When it is asked')
    .selectOption({ label: 'After certain answers to: How easy was that?' });
  await why.getByLabel('2', { exact: true }).check();

  // The name of a question takes the condition on it along.
  await scale.getByLabel('Name in the data').fill('ease');
  await expect.poll(countErrors).toBe(0);
});

test('tasks are moved by keyboard, the focus goes with them, and it can be taken back', async () => {
  await press('link', 'Tasks');
  await press('button', 'Add a picture to look at');
  await type('Title', 'Look');
  await type('Instructions', 'Look at the picture.');
  await page.getByTestId('picture-file').setInputFiles(join(process.cwd(), 'public/icons/128.png'));
  await page.getByAltText('The picture of this task').waitFor();
  await type('What it shows', 'An eye');
  await expect.poll(countErrors).toBe(0);

  await press('link', 'Tasks');
  await expect.poll(listTasks).toEqual(['Buy a tea', 'Look']);
  const look = page.getByRole('link', { name: 'Look' });
  await look.focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(listTasks).toEqual(['Look', 'Buy a tea']);
  await waitForFocus(look);
  await press('button', 'Move Look down');
  await expect.poll(listTasks).toEqual(['Buy a tea', 'Look']);
  // At the end of the list it cannot go further down: the keyboard is on the task itself.
  await waitForFocus(page.getByTestId('task').nth(1).locator('a'));
  await press('button', 'Remove Look');
  await expect.poll(listTasks).toEqual(['Buy a tea']);
  await waitForFocus(page.getByRole('link', { name: 'Buy a tea' }));
  await press('button', 'Undo: remove Look');
  await expect.poll(listTasks).toEqual(['Buy a tea', 'Look']);
  await page.getByLabel('In a balanced order').check();
});

test('a reload in the middle loses nothing, not even the last letter', async () => {
  await press('link', 'Consent');
  const consent = page.getByLabel('What participants agree to');
  await consent.focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('I take part freely, and may stop at any time.');
  await page.reload();
  await expect.poll(() => consent.inputValue()).toBe('I take part freely, and may stop at any time.');
  await page.getByLabel('In words for participants').fill('Deleted after a year.');
});

test('another language has a field in each text, and what is not translated is a warning only', async () => {
  await press('link', 'About');
  await page.getByLabel('Add a language').fill('German');
  await page.keyboard.press('Enter');
  const german = page.getByLabel('Title, Deutsch');
  await german.waitFor();
  await expect.poll(() => page.getByLabel('Title, English').inputValue()).toBe('Buying tea');
  await german.fill('Tee kaufen');
  await expect.poll(countErrors).toBe(0);
  await page
    .getByTestId('study-problems')
    .getByRole('heading', { name: /to know$/ })
    .waitFor();
});

test('the preview shows every page in each language', async () => {
  await press('link', 'Preview');
  const shown = page.getByTestId('preview-page');
  await shown.getByRole('heading', { name: 'Buying tea' }).waitFor();
  await page.getByLabel('Language of the preview').selectOption('de');
  await shown.getByRole('heading', { name: 'Tee kaufen' }).waitFor();
  const kinds: string[] = [];
  const pages = page.getByRole('navigation', { name: 'Pages that participants see' });
  for (;;) {
    kinds.push((await shown.getAttribute('data-kind'))!);
    const next = page.getByRole('link', { name: 'Next', exact: true });
    if ((await next.count()) === 0) break;
    await next.click();
    await pages.locator(`[aria-current="page"][href$="/preview/${kinds.length + 1}"]`).waitFor();
  }
  expect(kinds).toEqual([
    'offer',
    'consent',
    'screening',
    'measurement',
    'validation',
    'task',
    'questions',
    'task',
    'questions',
    'summary',
  ]);
  await focusAndPress(page.getByRole('link', { name: /Questions after task 1$/ }));
  await shown.getByLabel('2', { exact: true }).check();
  await shown.getByText('What was hard?').waitFor();
  await shown.getByLabel(/^7/).check();
  await expect.poll(() => shown.getByText('What was hard?').count()).toBe(0);
  await press('link', 'Back to the editor');
});

test('a key is made: the public one goes into the study, the secret one is downloaded and kept nowhere', async () => {
  await press('link', 'Collecting');
  const download = page.waitForEvent('download');
  await press('button', 'Make a key');
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('Buying-tea.secret-key.txt');
  const path = join(folder, 'key.txt');
  await saved.saveAs(path);
  await page.getByText('it is the only copy of the secret key').waitFor();
  await expect.poll(() => page.getByLabel('Public key').inputValue()).toMatch(/^age1/);
  const recipient = await page.getByLabel('Public key').inputValue();
  const secret = /^AGE-SECRET-KEY-1\w+$/m.exec(await readFile(path, 'utf8'))![0];

  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const decrypter = new Decrypter();
  decrypter.addIdentity(secret);
  expect(await decrypter.decrypt(await encrypter.encrypt('data'), 'text')).toBe('data');
  await expect.poll(async () => JSON.stringify(await page.evaluate(readAllStored))).toContain(recipient);
  expect(JSON.stringify(await page.evaluate(readAllStored))).not.toContain(secret);
});

test('an error is said before an export, and mended from there', async () => {
  await page.getByLabel('To a tus server').check();
  await page.getByLabel('Address of the server').fill('http://lab.example/files/');
  await press('button', 'Export…');
  await page.getByRole('heading', { name: '1 thing to mend first' }).waitFor();
  await focusAndPress(page.locator('dialog [data-problem="collection.upload.url"]'));
  const address = page.getByLabel('Address of the server');
  await waitForFocus(address);
  await address.fill('https://lab.example/files/');
  await expect.poll(countErrors).toBe(0);
});

test('the exported file is a study, of the revision and the hash that were said', async () => {
  exported = await exportStudy();
  expect(exported.study).toMatchObject({
    revision: 1,
    title: { en: 'Buying tea', de: 'Tee kaufen' },
    order: 'latin-square',
    tasks: [
      {
        success: { kind: 'url', pattern: 'https://shop.example/thanks*' },
        aois: [{ name: 'Offer', selector: '#offer', urlPattern: 'https://shop.example/*' }],
        questions: [{ id: 'ease' }, { showIf: { question: 'ease', isAnyOf: [1, 2] } }],
      },
      { start: { picture: { dataUrl: expect.stringMatching(/^data:image\/png;base64,/) } } },
    ],
  });
});

test('an export of the same is the same file; after a change it is the next revision, with another consent', async () => {
  const again = await exportStudy();
  expect(again.text).toBe(exported.text);
  await press('link', 'Consent');
  await page.getByLabel('What participants agree to, English').fill('I agree.');
  const next = await exportStudy();
  expect(next.study).toMatchObject({ revision: 2, consent: { version: '2' } });
  exported = next;
});

test('the file is imported again as the very same study', async () => {
  await press('link', 'All studies');
  await page.getByTestId('study-file').setInputFiles(exported.path);
  await page.locator('[data-testid=study-import][data-status=here]').waitFor();
  await press('button', 'Delete Buying tea');
  await page.getByTestId('no-studies').waitFor();
  await page.getByTestId('study-file').setInputFiles(exported.path);
  await page.locator('[data-testid=study-import][data-status=imported]').waitFor();
  await press('link', 'Open it');
  const back = await exportStudy();
  expect(back.text).toBe(exported.text);
});

test('a deleted study comes back by Undo, a copy is another study', async () => {
  await press('link', 'All studies');
  await press('button', 'Delete Buying tea');
  await page.getByTestId('no-studies').waitFor();
  await page.getByTestId('undo-bar').getByRole('button', { name: 'Undo' }).click();
  await page.getByTestId('study').waitFor();
  await press('button', 'Duplicate Buying tea');
  await page.getByRole('heading', { level: 1, name: 'Buying tea (copy)' }).waitFor();
  const copy = await exportStudy();
  expect(copy.study.revision).toBe(1);
  expect(copy.study.id).not.toBe(exported.study.id);
  expect(copy.study.tasks).toEqual(exported.study.tasks);
});

test('a file that is no study is refused with its reasons, and nothing is added', async () => {
  await press('link', 'All studies');
  const broken = JSON.parse(await readFile(EXAMPLE_STUDY, 'utf8')) as {
    tasks: { id: string }[];
    colour?: string;
  };
  broken.tasks[1]!.id = 'a b';
  broken.colour = 'green';
  const path = join(folder, 'broken.fovea-study.json');
  await writeFile(path, JSON.stringify(broken));
  await page.getByTestId('study').nth(1).waitFor();
  const before = await page.getByTestId('study').count();
  await page.getByTestId('study-file').setInputFiles(path);
  const report = page.getByRole('alert').filter({ hasText: 'broken.fovea-study.json' });
  await report.getByText('tasks[1].id').waitFor();
  await report.getByText('colour').waitFor();
  expect(await page.getByTestId('study').count()).toBe(before);
});

test('two tabs on one study show each other’s changes', async () => {
  const other = await fovea.open('/options.html#studies');
  await other.getByRole('link', { name: 'Buying tea', exact: true }).click();
  await other.getByTestId('study-editor').waitFor();
  await page.goto(other.url());
  await page.bringToFront();
  await type('Your name', 'Grace Example');
  await waitUntil(
    async () => (await other.getByLabel('Your name').inputValue()) === 'Grace Example',
    15 * SECOND,
    'the change in the other tab',
  );
  await other.close();
});

async function press(role: 'button' | 'link', name: string): Promise<void> {
  await focusAndPress(page.getByRole(role, { name, exact: true }));
}

async function focusAndPress(found: ReturnType<Page['locator']>): Promise<void> {
  // What was pressed before may yet move the focus, once the page is drawn.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  await found.focus();
  await page.keyboard.press('Enter');
}

/** Instead of what stands there. */
async function type(label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
}

function waitForFocus(found: ReturnType<Page['locator']>): Promise<void> {
  return waitUntil(
    () => found.evaluate((element) => element.matches(':focus')),
    15 * SECOND,
    'the focus to be there',
  );
}

async function countErrors(): Promise<number> {
  return Number(await page.getByTestId('study-editor').getAttribute('data-errors'));
}

function listTasks(): Promise<string[]> {
  return page.getByTestId('task').locator('a').allTextContents();
}

/** Exports, checks what is said of the file, and reads it. */
async function exportStudy(): Promise<typeof exported> {
  const download = page.waitForEvent('download');
  await press('button', 'Export…');
  const saved = await download;
  const path = join(folder, saved.suggestedFilename());
  await saved.saveAs(path);
  const bytes = await readFile(path);
  const check = checkStudyText(bytes.toString(), path);
  if (!check.ok) throw new Error(JSON.stringify(check.errors));
  const said = page.getByTestId('exported');
  await said.getByText(saved.suggestedFilename()).waitFor();
  await expect.poll(() => said.getAttribute('data-revision')).toBe(String(check.study.revision));
  const hash = await hashStudy(new Uint8Array(bytes));
  await expect.poll(() => said.locator('.study-hash').innerText()).toBe(hash);
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  return { path, text: bytes.toString(), study: check.study };
}

/** Everything that the extension keeps: its database and its settings. */
async function readAllStored(): Promise<unknown> {
  const open = indexedDB.open('fovea');
  await new Promise((resolve) => (open.onsuccess = resolve));
  const names = [...open.result.objectStoreNames];
  const transaction = open.result.transaction(names);
  const rows = await Promise.all(
    names.map(
      (name) =>
        new Promise((resolve) => {
          const request = transaction.objectStore(name).getAll();
          request.onsuccess = () => resolve(request.result);
        }),
    ),
  );
  open.result.close();
  return { rows, settings: await chrome.storage.local.get(), page: { ...localStorage, ...sessionStorage } };
}
