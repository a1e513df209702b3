// Areas of interest on a study's picture, drawn in the editor: by pointer and by keyboard, named, taken back, and exported; and
// what of the participant's pages the preview shows.
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkStudyText } from '../../src/study/check-definition.ts';
import type { PictureArea, StudyDefinition } from '../../src/study/definition.ts';
import { EXAMPLE_STUDY } from '../fixtures/studies/read-example.ts';
import { launchFovea, type Fovea } from './harness/launch.ts';

let fovea: Fovea;
let page: Page;
let example: string;
let drawing: Locator;

beforeAll(async () => {
  fovea = await launchFovea({ kind: 'none' });
  page = await fovea.open('/options.html#studies');
  await page.getByTestId('study-file').setInputFiles(EXAMPLE_STUDY);
  await page.locator('[data-status=imported]').waitFor();
  example = (await page.getByTestId('study').getAttribute('data-id'))!;
  await page.goto(fovea.url(`/options.html#studies/${example}/tasks/2`));
  drawing = page.getByTestId('picture-drawing');
  await drawing.waitFor();
});
afterAll(() => fovea?.close());

/** As the database has it. */
async function readAreas(): Promise<PictureArea[]> {
  const study = await page.evaluate(
    (id) =>
      new Promise<StudyDefinition>((resolve, reject) => {
        const opening = indexedDB.open('fovea');
        opening.addEventListener('error', () => reject(new Error('no database')));
        opening.addEventListener('success', () => {
          const asking = opening.result.transaction('studies').objectStore('studies').get(id);
          asking.addEventListener('success', () => {
            opening.result.close();
            resolve((asking.result as { definition: StudyDefinition }).definition);
          });
        });
      }),
    example,
  );
  return study.tasks[2]!.aois as PictureArea[];
}

const nameAll = async (): Promise<string[]> => (await readAreas()).map(({ name }) => name);

/** Between two places in fractions of the picture. */
async function drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  await drawing.scrollIntoViewIfNeeded();
  const box = (await drawing.boundingBox())!;
  const at = ([x, y]: readonly [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]));
  await page.mouse.move(...at(to));
  await page.mouse.up();
}

/** Of the fourth area, once it is stored. */
async function expectBox(...box: [x: number, y: number, width: number, height: number]): Promise<void> {
  const measureMiss = async (): Promise<number> => {
    const { shape } = (await readAreas())[3]!;
    if (shape.type === 'polygon') throw new Error('a polygon has no box');
    const found = [shape.xPicture, shape.yPicture, shape.widthPicture, shape.heightPicture];
    return Math.max(...box.map((share, i) => Math.abs(found[i]! - share)));
  };
  // A px of the screen is a few thousandths of the picture.
  await expect.poll(measureMiss).toBeLessThan(0.006);
}

test('what the pointer draws, moves and resizes is in fractions of the picture', async () => {
  expect(await nameAll()).toEqual(['Green cup', 'Brown cup', 'Handle']);
  await page.getByRole('button', { name: 'Rectangle', exact: true }).click();
  await drag([0.45, 0.1], [0.55, 0.3]);
  await expect.poll(nameAll).toEqual(['Green cup', 'Brown cup', 'Handle', 'Area 4']);
  await expectBox(0.45, 0.1, 0.1, 0.2);

  await drag([0.5, 0.2], [0.6, 0.6]);
  await expectBox(0.55, 0.5, 0.1, 0.2);
  // By the lower right corner.
  await drag([0.65, 0.7], [0.6, 0.9]);
  await expectBox(0.55, 0.5, 0.05, 0.4);
  expect((await readAreas())[3]!.shape.type).toBe('rectangle');
  // Beside the picture there is nothing.
  await drag([0.57, 0.7], [1.2, 1.3]);
  await expect
    .poll(async () => {
      const { shape } = (await readAreas())[3]!;
      return shape.type === 'polygon' ? NaN : shape.xPicture + shape.widthPicture;
    })
    .toBeCloseTo(1, 4);

  // Each movement is one step back.
  for (let i = 0; i < 3; i += 1)
    await page.getByRole('button', { name: 'Undo: the place of an area' }).click();
  await page.getByRole('button', { name: 'Undo: a new area' }).click();
  await expect.poll(nameAll).toEqual(['Green cup', 'Brown cup', 'Handle']);
});

test('all of it goes by keyboard', async () => {
  await page.getByRole('button', { name: 'Ellipse', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Put an ellipse in the middle' }).focus();
  await page.keyboard.press('Enter');
  const item = page.getByTestId('picture-area').nth(3);
  const name = item.getByLabel('Name', { exact: true });
  await expect.poll(() => name.evaluate((input) => input === document.activeElement)).toBe(true);
  await name.fill('Gap');
  const area = drawing.getByRole('button', {
    name: /^Gap: ellipse, 30 % × 30 % of the picture at 35 %, 35 %/,
  });
  await area.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect
    .poll(async () => (await readAreas())[3]!.shape)
    .toMatchObject({ xPicture: 0.359, widthPicture: 0.31, heightPicture: 0.3 });

  await item.getByLabel(/^Width of Gap/).fill('12.5');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await readAreas())[3]!.shape).toMatchObject({ widthPicture: 0.125 });
  await drawing.getByRole('button', { name: /^Gap:/ }).focus();
  await page.keyboard.press('Delete');
  await expect.poll(nameAll).toEqual(['Green cup', 'Brown cup', 'Handle']);
  await page.getByRole('button', { name: 'Undo: remove Gap' }).click();
  await expect.poll(nameAll).toEqual(['Green cup', 'Brown cup', 'Handle', 'Gap']);
});

test('what cannot be is said beside the field, and leads there from the list', async () => {
  const item = page.getByTestId('picture-area').nth(3);
  await item.getByLabel('Name', { exact: true }).fill('Handle');
  await item.getByText('Area 3 of this task is called “Handle” too').waitFor();
  await item.getByLabel('Name', { exact: true }).fill('Gap');
  await item.getByLabel(/^From the left of Gap/).fill('95');
  await page.keyboard.press('Enter');
  await item.getByText('It ends beyond the picture’s right edge').waitFor();
  await page.locator('[data-problem="tasks[2].aois[3].shape.widthPicture"]').click();
  const width = item.getByLabel(/^Width of Gap/);
  await expect.poll(() => width.evaluate((input) => input === document.activeElement)).toBe(true);
  await width.fill('5');
  await page.keyboard.press('Enter');
  await page.getByTestId('study-problems').getByText('Ready to export').waitFor();

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export…' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  const check = checkStudyText(text, 'a');
  expect(check.ok && check.study.tasks[2]!.aois[3]).toMatchObject({
    name: 'Gap',
    shape: { type: 'ellipse', xPicture: 0.95, widthPicture: 0.05 },
  });
  await page.keyboard.press('Escape');
});

test('the preview shows the participant’s own pages, in their language', async () => {
  await page.goto(fovea.url(`/options.html#studies/${example}/preview`));
  const shown = page.getByTestId('preview-page');
  const open = (name: RegExp) =>
    page.getByRole('navigation', { name: 'Pages that participants see' }).getByRole('link', { name }).click();
  await shown.getByText('You are invited to a study').waitFor();
  await page.getByLabel('Language of the preview').selectOption('de');
  await open(/Consent$/);
  await shown.getByRole('button', { name: 'Take part' }).click();
  await shown.getByText('Please tick that you have read this and agree').waitFor();
  await shown.getByLabel('I have read this, and I agree to take part.').check();
  await shown.getByRole('button', { name: 'Take part' }).click();
  await shown.getByText('The participant would go on.').waitFor();
  await open(/Accuracy check$/);
  await shown.getByText('This time Fovea is not told where they are, and no photo is kept.').waitFor();
  await open(/Task 1$/);
  await shown.getByRole('button', { name: 'Begin the task' }).waitFor();
  await shown.getByTestId('preview-bar').getByRole('button', { name: 'Give up' }).click();
  await shown.getByTestId('preview-bar').getByText('Give up this task?').waitFor();
  await open(/Questions after$/);
  await shown.locator('[data-kind="sus"]').getByText('Ich fand das System sehr umständlich.').waitFor();
  const group = shown.locator('[data-kind="sus"] [role="group"]');
  await expect.poll(() => group.getAttribute('lang')).toBe('de');
  await open(/What is sent$/);
  await shown.getByText('What shall become of it?').waitFor();
});
