// The report page in all its states: readable in light and dark, named, still, worked by Tab alone.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeSession } from '../../scripts/sessions/make-session.ts';
import { expectAccessible, expectDialog } from './harness/accessibility.ts';
import { launchFovea, type Fovea } from './harness/launch.ts';
import { storeSession } from './harness/made-sessions.ts';
import { dragOver, waitForHeat, waitForPicture } from './harness/report-page.ts';

let fovea: Fovea;
let page: Page;
let ids: string[];

beforeAll(async () => {
  fovea = await launchFovea({ kind: 'none' });
  page = await fovea.open('/report.html');
});
afterAll(() => fovea?.close());

async function goTo(hash: string): Promise<void> {
  await page.goto(fovea.url('/report.html'));
  await page.goto(fovea.url(`/report.html${hash}`));
}

test('the list, empty and with sessions, and its dialogs', async () => {
  await page.getByTestId('no-sessions').waitFor();
  await expectAccessible(page, 'report empty');
  ids = [
    await storeSession(page, makeSession({ seed: 21, minutes: 0.5 }), { name: 'First' }),
    await storeSession(page, makeSession({ seed: 22, minutes: 0.5, errorPct: null, physical: false }), {
      name: 'Second',
      status: 'interrupted',
      notes: 'With notes.',
    }),
  ];
  await page.reload();
  await page.getByRole('checkbox', { name: 'Choose First' }).check();
  await page.getByRole('checkbox', { name: 'Choose Second' }).check();
  await expect.poll(() => page.locator('tbody').innerText()).not.toContain('…');
  await expectAccessible(page, 'report list');
  await expectDialog(page, 'Name, notes of First', () =>
    expectAccessible(page, 'report rename', { tab: false }),
  );
  await expectDialog(page, 'Export First', () => expectAccessible(page, 'report export', { tab: false }));
});

test('a session’s heatmap, gaze plot, replay and data quality', async () => {
  await goTo(`#session/${ids[0]}/heatmap/0`);
  await waitForHeat(page);
  await page.locator('summary', { hasText: 'I-DT' }).click();
  await expectAccessible(page, 'report heatmap');
  await goTo(`#session/${ids[0]}/gaze/0`);
  await page.locator('[data-testid=gaze-plot] circle').first().waitFor();
  await page.getByText('Table of the fixations').click();
  await expectAccessible(page, 'report gaze plot');
  await goTo(`#session/${ids[0]}/replay/0`);
  await waitForPicture(page);
  await expectAccessible(page, 'report replay');
  for (const id of ids) {
    await goTo(`#session/${id}/quality/0`);
    await page.locator('.plot svg').first().waitFor();
    await expectAccessible(page, `report quality ${id}`);
  }
  await goTo('#session/nobody');
  await page.getByRole('heading', { name: 'This session cannot be shown' }).waitFor();
  await expectAccessible(page, 'report no such session');
});

test('areas of interest, and a comparison', async () => {
  await goTo(`#session/${ids[0]}/areas/0`);
  await waitForPicture(page);
  await expectAccessible(page, 'report no areas');
  await page.getByRole('button', { name: 'Ellipse' }).click();
  await dragOver(page, { xDocumentPx: 300, yDocumentPx: 300 }, { xDocumentPx: 330, yDocumentPx: 330 });
  await page.getByTestId('too-small').waitFor();
  await page.getByRole('button', { name: 'Rectangle' }).click();
  await dragOver(page, { xDocumentPx: 20, yDocumentPx: 120 }, { xDocumentPx: 1350, yDocumentPx: 600 });
  await expect.poll(() => page.locator('[data-testid=metrics-row]').count()).toBe(2);
  await expectAccessible(page, 'report areas');
  await goTo(`#compare/${ids[0]}/${ids[1]}`);
  await page.locator('[data-testid=compared-heat][aria-busy=false]').waitFor();
  await page.getByTestId('compared-areas').waitFor();
  await page.getByText('Members of the groups').click();
  await expectAccessible(page, 'report comparison');
  await page.getByRole('radio', { name: 'Difference' }).check();
  await page.getByTestId('difference').waitFor();
  await expectAccessible(page, 'report difference');
});
