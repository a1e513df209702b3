// Which elements of a recorded page a CSS selector finds. The page is gone: all that is known of an element is the
// selector that the recorder wrote for it, its tag, and its box.
//
// The recorder's selector is a path of steps from an element with an id, or from the root, down to the element:
//
//     #shop > main > article:nth-of-type(2) > h2        steps into a shadow root are joined by ` >>> `
//
// An area's selector is held against that path as a browser would hold it against the element and its ancestors, with
// one rule: what the path does not say is not so. A step that is written `article` is no `.offer`, whatever classes
// the element had. So an area never gets gaze that its selector does not stand for; it may miss some, which the report
// shows as an area without boxes. Selectors of picked elements are paths themselves and always match.
//
// `match`: the element is what the selector finds. `within`: one of its ancestors is. `none`: neither. `unknown`: the
// path begins at an id, so what is above that is not known, and the selector could be found there; then the boxes
// decide (`aois.ts`).
import { parse, SelectorType, type Selector } from 'css-what';
import type { SeenElement } from './session-data.ts';

export type Relation = 'match' | 'within' | 'none' | 'unknown';

export type SelectorMatcher = { relate(element: Pick<SeenElement, 'selector' | 'tag'>): Relation };

/** A selector that cannot be used; `message` says why, in words. */
export class SelectorError extends Error {
  override readonly name = 'SelectorError';
}

/** One element of a path or selector, and how it hangs on the one before: directly, or somewhere below. */
type Step = { parts: string[]; tag: string | null; direct: boolean };

/** @throws {SelectorError} */
export function createSelectorMatcher(selector: string): SelectorMatcher {
  const alternatives = selector.split(',').length === 1 ? [readPath(selector)] : readList(selector);
  return {
    relate({ selector: path, tag }) {
      const steps = readPath(path);
      const last = steps.at(-1)!;
      steps[steps.length - 1] = { ...last, tag: last.tag ?? tag };
      if (alternatives.some((wanted) => endsAt(wanted, steps, steps.length - 1))) return 'match';
      for (let end = steps.length - 2; end >= 0; end -= 1) {
        if (alternatives.some((wanted) => endsAt(wanted, steps, end))) return 'within';
      }
      return startsAtRoot(steps[0]!) ? 'none' : 'unknown';
    },
  };
}

/** Whether the wanted steps are found among the path's with the last of them at `end`. */
function endsAt(wanted: readonly Step[], path: readonly Step[], end: number): boolean {
  const last = wanted.at(-1)!;
  if (!fits(last, path[end]!)) return false;
  const rest = wanted.slice(0, -1);
  if (rest.length === 0) return true;
  if (last.direct) return path[end]!.direct && end > 0 && endsAt(rest, path, end - 1);
  for (let above = end - 1; above >= 0; above -= 1) if (endsAt(rest, path, above)) return true;
  // The root is above everything, also where the path begins below it.
  return rest.length === 1 && isRoot(rest[0]!) && !startsAtRoot(path[0]!);
}

function fits(wanted: Step, step: Step): boolean {
  if (wanted.tag !== null && wanted.tag !== step.tag) return false;
  return wanted.parts.every((part) => step.parts.includes(part));
}

function isRoot({ tag, parts }: Step): boolean {
  return (tag === 'html' || tag === 'body') && parts.length === 0;
}

function startsAtRoot({ tag }: Step): boolean {
  return tag === 'html' || tag === 'body';
}

function readList(selector: string): Step[][] {
  return parseCss(selector).map((tokens) => readSteps(selector, tokens, false));
}

/** Steps of one selector, which may step into shadow roots. */
function readPath(selector: string): Step[] {
  return selector.split(' >>> ').flatMap((part, i) => {
    const lists = parseCss(part);
    if (lists.length !== 1)
      throw new SelectorError(`"${selector}" joins a list with >>>, which finds nothing.`);
    return readSteps(selector, lists[0]!, i > 0);
  });
}

function parseCss(selector: string): Selector[][] {
  try {
    return parse(selector);
  } catch (error) {
    throw new SelectorError(`"${selector}" is no CSS selector.`, { cause: error });
  }
}

function readSteps(selector: string, tokens: readonly Selector[], inShadow: boolean): Step[] {
  const steps: Step[] = [];
  let step: Step = { parts: [], tag: null, direct: false };
  if (inShadow) step.parts = [];
  for (const token of tokens) {
    if (token.type === SelectorType.Child || token.type === SelectorType.Descendant) {
      steps.push(step);
      step = { parts: [], tag: null, direct: token.type === SelectorType.Child };
    } else if (token.type === SelectorType.Tag) {
      step.tag = token.name.toLowerCase();
    } else if (token.type === SelectorType.Attribute) {
      step.parts.push(`[${token.name} ${token.action} ${token.value}]`);
    } else if (
      token.type === SelectorType.Pseudo &&
      (token.data === null || typeof token.data === 'string')
    ) {
      step.parts.push(`:${token.name}(${token.data ?? ''})`);
    } else if (token.type !== SelectorType.Universal) {
      throw new SelectorError(
        `"${selector}" cannot be looked for in a recorded page: use tags, ids, classes, attributes, :nth-child(), ` +
          ':nth-of-type(), spaces and >.',
      );
    }
  }
  return [...steps, step];
}
