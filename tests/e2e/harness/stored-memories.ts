// The extension's database from outside of its code: a person put in, memories listed and damaged, a measurement cut short.
import type { Page } from 'playwright-core';
import type { MeasurementRow, PersonMemoryRow } from '../../../src/storage/database.ts';
import type { GroupRow, ParticipantRow } from '../../../src/storage/groups.ts';
import type { ValidationRow } from '../../../src/storage/validations.ts';

/** Stores a person and makes them the one in use. The database must be there already. */
export async function storePerson(page: Page, person: { id: string; name: string }): Promise<void> {
  const row = { ...person, createdAt: new Date().toISOString() };
  await changeStore(page, 'people', (store, value) => store.put(value), row);
  await page.evaluate((activePersonId) => chrome.storage.local.set({ activePersonId }), person.id);
}

/** Stores a complete measurement of this person on a screen of this size, without its photos. */
export async function storeMeasurement(
  page: Page,
  measurement: Pick<MeasurementRow, 'personId' | 'screen' | 'camera'>,
): Promise<void> {
  const row: MeasurementRow = {
    ...measurement,
    id: crypto.randomUUID(),
    createdAt: new Date().toISOString(),
    status: 'complete',
    frameCount: 0,
    bytes: 0,
    extra: { surface: 'screen' },
  };
  await changeStore(page, 'measurements', (store, value) => store.put(value), row);
}

/** From what Fovea knows people, and from how many frames. */
export async function listStoredMemories(page: Page): Promise<Pick<PersonMemoryRow, 'from' | 'frames'>[]> {
  const rows = (await changeStore(page, 'memories', (store) => store.getAll())) as PersonMemoryRow[];
  return rows.map(({ from, frames }) => ({ from, frames }));
}

/** Makes every measurement one of so many targets. Pages that show one must be loaded again. */
export async function setTargetCount(page: Page, count: number): Promise<void> {
  const rows = (await changeStore(page, 'measurements', (store) => store.getAll())) as MeasurementRow[];
  for (const row of rows) {
    const shorter = { ...row, targets: { ...row.targets, count } };
    await changeStore(page, 'measurements', (store, value) => store.put(value), shorter);
  }
}

/** Makes every measurement one that was begun with this camera. Pages that show one must be loaded again. */
export async function setMeasuredCamera(page: Page, label: string): Promise<void> {
  const rows = (await changeStore(page, 'measurements', (store) => store.getAll())) as MeasurementRow[];
  for (const row of rows) {
    const changed = { ...row, camera: { ...row.camera, label } };
    await changeStore(page, 'measurements', (store, value) => store.put(value), changed);
  }
}

/** Changes one feature of every row, and leaves its checksum. */
export async function damageStoredMemories(page: Page): Promise<void> {
  await changeStore(page, 'memories', (store) => {
    const request = store.openCursor();
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return;
      cursor.value.features[7] += 1;
      cursor.update(cursor.value);
      cursor.continue();
    };
    return request;
  });
}

type RowOf = { groups: GroupRow; participants: ParticipantRow; validations: ValidationRow };

/** Puts a row into a store as it is. */
export async function storeRow<Name extends keyof RowOf>(
  page: Page,
  name: Name,
  row: RowOf[Name],
): Promise<void> {
  await changeStore(page, name, (store, value) => store.put(value), row);
}

export type Change = (store: IDBObjectStore, value: unknown) => IDBRequest;

/** Runs `change` in the page, in a transaction on one of the database's stores; answers what its request gave. */
export async function changeStore(
  page: Page,
  name: string,
  change: Change,
  value?: unknown,
): Promise<unknown> {
  // The change travels as its own text, so it sees nothing but what it is given.
  return page.evaluate(`(${runInPage})(${JSON.stringify(name)}, ${change}, ${JSON.stringify(value)})`);
}

async function runInPage(name: string, change: Change, value: unknown): Promise<unknown> {
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- out of here it would not travel to the page.
  const settle = (request: EventTarget, success: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      request.addEventListener(success, resolve);
      for (const failure of ['error', 'abort']) request.addEventListener(failure, reject);
    });
  const opening = indexedDB.open('fovea');
  await settle(opening, 'success');
  const database = opening.result;
  const transaction = database.transaction(name, 'readwrite');
  const request = change(transaction.objectStore(name), value);
  await settle(transaction, 'complete');
  database.close();
  return request.result;
}
