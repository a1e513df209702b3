// What a study does with tabs: opens its pages and the task's, puts the bar there, brings them to the front, closes them.
import { browser } from 'wxt/browser';
import type { StudyRunRow } from '../storage/studies.ts';
import { listSites } from '../study/sites.ts';
import type { BarMessage } from '../study/tasks/bar/bar-state.ts';
import type { StudyTask } from '../study/definition.ts';
import { makePictureUrl } from '../study/tasks/picture-page.ts';

/** Where WXT puts the bar's script in the package. */
const BAR_SCRIPT = '/content-scripts/task-bar.js';
const REGISTRATION_ID = 'task-bar';

/** A tab beside which another is opened. */
export type Beside = { windowId: number; index: number } | undefined;

/** The task's page, where it was last, in a tab of its own in front. */
export async function openTask(run: StudyRunRow, task: StudyTask, beside: Beside): Promise<number> {
  const url =
    'url' in task.start ? (run.course?.begun?.url ?? task.start.url) : makePictureUrl(run.id, task.id);
  return openTab(url, beside);
}

export function openCheck(runId: string, beside: Beside): Promise<number> {
  return openTab(getPageUrl(`/study-check.html#${encodeURIComponent(runId)}`), beside);
}

/** Brings the study's page to the front, in the tab where it is open, or in a new one. */
export async function showStudy(runId: string): Promise<void> {
  const wanted = getPageUrl(`/study.html#run=${encodeURIComponent(runId)}`);
  const [page = '', hash] = wanted.split('#');
  const tabs = await browser.runtime.getContexts({ contextTypes: ['TAB'] });
  const open = tabs.find(({ documentUrl, tabId }) => tabId !== -1 && isSameStudy(documentUrl, page, hash));
  if (open && (await showTab(open.tabId))) return;
  await browser.tabs.create({ url: wanted });
}

function isSameStudy(address: string | undefined, page: string, hash = ''): boolean {
  const [path, own = ''] = (address ?? '').split('#');
  return path === page && own.split('&').includes(hash);
}

/** Answers whether the tab is there. */
export async function showTab(tabId: number | undefined): Promise<boolean> {
  if (tabId === undefined) return false;
  try {
    const { windowId } = (await browser.tabs.update(tabId, { active: true })) ?? {};
    if (windowId !== undefined) await browser.windows.update(windowId, { focused: true });
    return true;
  } catch {
    return false;
  }
}

export async function closeTabs(tabIds: readonly (number | undefined)[]): Promise<void> {
  const open = tabIds.filter((id) => id !== undefined);
  await Promise.all(open.map((id) => browser.tabs.remove(id).catch(() => undefined)));
}

export async function findTab(tabId: number | undefined): Promise<Beside> {
  const tab = tabId === undefined ? undefined : await browser.tabs.get(tabId).catch(() => undefined);
  return tab && { windowId: tab.windowId, index: tab.index };
}

/** From now on the study's pages get the bar as they load; in tabs where no task goes on it leaves at once. */
export async function registerBar({ definition }: Pick<StudyRunRow, 'definition'>): Promise<void> {
  await unregisterBar();
  const matches = listSites(definition);
  if (matches.length === 0) return;
  await browser.scripting.registerContentScripts([
    { id: REGISTRATION_ID, js: [BAR_SCRIPT], matches, runAt: 'document_end', persistAcrossSessions: false },
  ]);
}

export async function unregisterBar(): Promise<void> {
  // Where none is registered there is nothing to end.
  await browser.scripting.unregisterContentScripts({ ids: [REGISTRATION_ID] }).catch(() => undefined);
}

/** Puts the bar into a page that is there already; a second finds the first. Pages that let no extension in go without. */
export async function injectBar(tabId: number): Promise<void> {
  await browser.scripting.executeScript({ target: { tabId }, files: [BAR_SCRIPT] }).catch(() => undefined);
}

export async function tellBars(tabIds: readonly number[], message: Omit<BarMessage, 'fovea'>): Promise<void> {
  const told: BarMessage = { fovea: 'task-bar', ...message };
  await Promise.all(tabIds.map((id) => browser.tabs.sendMessage(id, told).catch(() => undefined)));
}

async function openTab(url: string, beside: Beside): Promise<number> {
  const place = beside ? { windowId: beside.windowId, index: beside.index + 1 } : {};
  const { id } = await browser.tabs.create({ url, active: true, ...place });
  if (id === undefined) throw new Error('The browser opened no tab. Try again.');
  return id;
}

function getPageUrl(path: string): string {
  return new URL(path, browser.runtime.getURL('/options.html')).href;
}
