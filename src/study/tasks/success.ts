// What ends a task well: an address that is reached, an element that is clicked.
import { fitsPattern } from '../../session/address-pattern.ts';
import type { StudyTask } from '../definition.ts';
import type { ClickSuccess } from './bar/bar-state.ts';

/** Whether an address ends the task. */
export function isReached({ success }: Pick<StudyTask, 'success'>, url: string): boolean {
  return success.kind === 'url' && fitsPattern(url, success.pattern);
}

/**
 * Whether a click ends the task: one of the elements that it went through, from the innermost, is what the selector finds.
 * Steps into open shadow roots are joined by ` >>> `; without one, an element in any of them is found.
 * @param path `event.composedPath()`
 */
export function isClickSuccess(
  { selector, urlPattern }: ClickSuccess,
  path: readonly EventTarget[],
  url: string,
): boolean {
  if (urlPattern !== undefined && !fitsPattern(url, urlPattern)) return false;
  const parts = selector.split(' >>> ');
  return path.some((target) => target instanceof Element && isFound(target, parts));
}

/** Whether the last part finds the element, and those before it the hosts that it lies in. */
function isFound(element: Element, parts: readonly string[]): boolean {
  if (!matches(element, parts.at(-1) ?? '')) return false;
  const hosts = parts.slice(0, -1);
  const root = element.getRootNode();
  return hosts.length === 0 || (root instanceof ShadowRoot && isFound(root.host, hosts));
}

/** A selector that the browser does not know finds nothing: studies are checked before they are begun. */
function matches(element: Element, selector: string): boolean {
  try {
    return element.matches(selector);
  } catch {
    return false;
  }
}
