// Fovea's own elements on pages: no part of them to anybody who looks at what is there.

export const OVERLAY_TAG = 'fovea-overlay';
/** The bar of a study's task. */
export const TASK_BAR_TAG = 'fovea-task-bar';
/** The dots of a validation that a page asked for. */
export const PAGE_CHECK_TAG = 'fovea-page-check';

const OWN_TAGS: ReadonlySet<string> = new Set([OVERLAY_TAG, TASK_BAR_TAG, PAGE_CHECK_TAG]);

export function isOwnElement({ localName }: Element): boolean {
  return OWN_TAGS.has(localName);
}
