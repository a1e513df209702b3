// Which elements of a recorded page a CSS selector finds. The page is gone: all that is known of an element is the
// selector that the recorder wrote for it, its tag, and its box.
//
// The recorder's selector (`src/recorder/selector.ts`) is a path of steps from an element with a handle, that is an id
// or a test attribute, or from the root, down to the element:
//
//     #shop > main:nth-of-type(1) > article:nth-of-type(2) > h2:nth-of-type(1)
//
// Steps into a shadow root are joined by ` >>> `.
//
// An area's selector is held against that path as a browser would hold it against the element and its ancestors, with
// one rule: what the path does not say is not so. A step that is written `article` is no `.offer`, whatever classes
// the element had. So an area never gets gaze that its selector does not stand for; it may miss some, which the report
// shows as an area without boxes. Selectors of picked elements are paths themselves and always match.
//
// `match`: the element is what the selector finds. `within`: one of its ancestors is. `none`: neither. `unknown`: the
// path begins at a handle, so what is above that is not known, and the selector could be found there; then the boxes
// decide (`aois.ts`).
import { AttributeAction, parse, SelectorType, type AttributeSelector, type Selector } from 'css-what';
import type { SeenElement } from './session-data.ts';

export type Relation = 'match' | 'within' | 'none' | 'unknown';

export type SelectorMatcher = { relate(element: SeenElement): Relation };

/** A selector that cannot be used; `message` says why, in words. */
export class SelectorError extends Error {
  override readonly name = 'SelectorError';
}

/** One element of a path or a selector, and how it hangs on the one before: as its child, or somewhere below it. */
type Step = { tag: string | null; attributes: AttributeSelector[]; pseudos: string[]; isChild: boolean };

/** @throws {SelectorError} */
export function createSelectorMatcher(selector: string): SelectorMatcher {
  const alternatives = readSelector(selector);
  return {
    relate(element) {
      if (element.selector === selector) return 'match';
      const path = readElement(element);
      if (!path) return 'unknown';
      const isAt = (end: number) => alternatives.some((wanted) => endsAt(wanted, path, end));
      if (isAt(path.length - 1)) return 'match';
      for (let end = path.length - 2; end >= 0; end -= 1) if (isAt(end)) return 'within';
      return isRootTag(path[0]!) ? 'none' : 'unknown';
    },
  };
}

const paths = new WeakMap<SeenElement, Step[] | null>();

/** The element's steps; null where the recorder wrote what this cannot read. */
function readElement(element: SeenElement): Step[] | null {
  const known = paths.get(element);
  if (known !== undefined) return known;
  const path = tryReading(element.selector);
  const last = path?.at(-1);
  if (last) last.tag ??= element.tag;
  paths.set(element, path);
  return path;
}

function tryReading(selector: string): Step[] | null {
  try {
    return readSelector(selector)[0]!;
  } catch (error) {
    if (error instanceof SelectorError) return null;
    throw error;
  }
}

/** Whether the wanted steps are found among the path's with the last of them at `end`. */
function endsAt(wanted: readonly Step[], path: readonly Step[], end: number): boolean {
  const last = wanted.at(-1)!;
  if (!fits(last, path[end]!)) return false;
  const rest = wanted.slice(0, -1);
  if (rest.length === 0) return true;
  if (last.isChild) return path[end]!.isChild && end > 0 && endsAt(rest, path, end - 1);
  for (let above = end - 1; above >= 0; above -= 1) if (endsAt(rest, path, above)) return true;
  // The root is above everything, also where the path begins below it.
  return rest.length === 1 && isRootTag(rest[0]!) && isPlain(rest[0]!) && !isRootTag(path[0]!);
}

function fits(wanted: Step, step: Step): boolean {
  return (
    (wanted.tag === null || wanted.tag === step.tag) &&
    wanted.pseudos.every((pseudo) => step.pseudos.includes(pseudo)) &&
    wanted.attributes.every((one) => step.attributes.some((known) => implies(known, one)))
  );
}

/** Whether an element of which the path says `known` is one that has the `wanted` attribute. */
function implies(known: AttributeSelector, wanted: AttributeSelector): boolean {
  if (known.name !== wanted.name) return false;
  if (wanted.action === AttributeAction.Exists) return true;
  if (known.action === wanted.action && known.value === wanted.value) return true;
  if (known.action !== AttributeAction.Equals) return false;
  const { value } = known;
  if (wanted.action === AttributeAction.Start) return value.startsWith(wanted.value);
  if (wanted.action === AttributeAction.End) return value.endsWith(wanted.value);
  if (wanted.action === AttributeAction.Any) return value.includes(wanted.value);
  if (wanted.action === AttributeAction.Element) return value.split(/\s+/).includes(wanted.value);
  return wanted.action === AttributeAction.Hyphen && value.startsWith(`${wanted.value}-`);
}

function isRootTag({ tag }: Step): boolean {
  return tag === 'html' || tag === 'body';
}

function isPlain({ attributes, pseudos }: Step): boolean {
  return attributes.length === 0 && pseudos.length === 0;
}

/** The steps of each selector of a list; one that steps into shadow roots is none. */
function readSelector(selector: string): Step[][] {
  const parts = selector.split(' >>> ').map((part) => parseCss(selector, part));
  if (parts.length === 1) return parts[0]!.map((tokens) => readSteps(selector, tokens));
  if (parts.some((part) => part.length > 1)) {
    throw new SelectorError(`"${selector}" has both a comma and >>>. Make an area of each part.`);
  }
  return [parts.flatMap((part) => readSteps(selector, part[0]!))];
}

function parseCss(selector: string, part: string): Selector[][] {
  if (part.trim() === '') throw new SelectorError('An empty selector finds nothing.');
  try {
    return parse(part);
  } catch (error) {
    throw new SelectorError(`"${selector}" is no CSS selector.`, { cause: error });
  }
}

function readSteps(selector: string, tokens: readonly Selector[]): Step[] {
  const steps = [beginStep(false)];
  for (const token of tokens) {
    const step = steps.at(-1)!;
    if (token.type === SelectorType.Child || token.type === SelectorType.Descendant) {
      steps.push(beginStep(token.type === SelectorType.Child));
    } else if (token.type === SelectorType.Tag) {
      step.tag = token.name.toLowerCase();
    } else if (token.type === SelectorType.Attribute && token.action !== AttributeAction.Not) {
      step.attributes.push(token);
    } else if (token.type === SelectorType.Pseudo && !Array.isArray(token.data)) {
      step.pseudos.push(`${token.name}(${token.data ?? ''})`);
    } else if (token.type !== SelectorType.Universal) {
      throw new SelectorError(
        `"${selector}" cannot be looked for in a recorded page. Use tags, ids, classes, attributes, :nth-child(), ` +
          ':nth-of-type(), spaces and >.',
      );
    }
  }
  return steps;
}

function beginStep(isChild: boolean): Step {
  return { tag: null, attributes: [], pseudos: [], isChild };
}
