// The studies of Options in all their states: readable in light and dark, named, still, worked by Tab alone.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { EXAMPLE_STUDY } from '../fixtures/studies/read-example.ts';
import { expectAccessible, expectDialog } from './harness/accessibility.ts';
import { launchFovea, type Fovea } from './harness/launch.ts';

const PARTS = ['about', 'consent', 'participants', 'tasks', 'questions', 'recording', 'collecting'];

let fovea: Fovea;
let page: Page;
let example: string;

beforeAll(async () => {
  fovea = await launchFovea({ kind: 'none' });
  page = await fovea.open('/options.html#studies');
});
afterAll(() => fovea?.close());

async function goTo(place: string): Promise<void> {
  await page.goto(fovea.url(`/options.html#studies/${place}`));
  await page.locator('h1').first().waitFor();
}

test('the list, empty, with a file refused, and with studies', async () => {
  await page.getByTestId('no-studies').waitFor();
  await expectAccessible(page, 'studies empty');
  const broken = { format: 'fovea-study', version: 1, tasks: [{ id: 'a b' }] };
  const buffer = Buffer.from(JSON.stringify(broken));
  const file = { name: 'broken.fovea-study.json', mimeType: 'application/json', buffer };
  await page.getByTestId('study-file').setInputFiles(file);
  await page.locator('[data-status=refused]').waitFor();
  await expectAccessible(page, 'studies refused');
  await page.getByTestId('study-file').setInputFiles(EXAMPLE_STUDY);
  await page.locator('[data-status=imported]').waitFor();
  example = (await page.getByTestId('study').getAttribute('data-id'))!;
  await page.getByRole('button', { name: 'New study' }).click();
  await page.getByTestId('study-editor').waitFor();
  await expectAccessible(page, 'studies new');
  await expectDialog(page, 'Export…', () => expectAccessible(page, 'studies to mend', { tab: false }));
  await page.goto(fovea.url('/options.html#studies'));
  await page.getByTestId('study').nth(1).waitFor();
  await expectAccessible(page, 'studies list');
});

test('each part of the editor, in two languages', async () => {
  for (const part of [...PARTS, 'tasks/0', 'tasks/1', 'tasks/2']) {
    await goTo(`${example}/${part}`);
    await expectAccessible(page, `studies ${part}`);
  }
});

test('the other ways to upload, a new key, and what follows an export', async () => {
  await goTo(`${example}/collecting`);
  await page.getByLabel('By HTTPS PUT').check();
  await expectAccessible(page, 'studies put');
  await page.getByLabel('By an S3 form').check();
  await expectAccessible(page, 'studies s3');
  await expectDialog(page, 'Make another key…', () =>
    expectAccessible(page, 'studies another key', { tab: false }),
  );
  await page.getByRole('button', { name: 'Make another key…' }).click();
  await page.getByRole('button', { name: 'Make another key', exact: true }).click();
  await page.getByText('it is the only copy').waitFor();
  await expectAccessible(page, 'studies new key');
  await page.getByLabel('To a tus server').check();
  await expectDialog(page, 'Export…', async () => {
    await page.getByTestId('exported').waitFor();
    await expectAccessible(page, 'studies exported', { tab: false });
  });
});

test('each page of the preview', async () => {
  await goTo(`${example}/preview`);
  const links = page.getByRole('navigation', { name: 'Pages that participants see' }).getByRole('link');
  const count = await links.count();
  for (let index = 1; index <= count; index += 1) {
    await goTo(`${example}/preview/${index}`);
    const kind = await page.getByTestId('preview-page').getAttribute('data-kind');
    await expectAccessible(page, `studies preview ${index} ${kind}`);
  }
});
