// A selector that finds an element again: short, stable over reloads, unique, and without a word of the page's text.
//
//   [data-testid="price"]                     an attribute that its author made to be found by
//   #basket > ul:nth-of-type(1) > li:nth-of-type(3)   else the way from the nearest such element or id, or from the root
//   shop-card:nth-of-type(2) >>> p:nth-of-type(1)      a step into an open shadow root

/** Attributes that are there to be found by, best first. */
const HANDLES = ['data-testid', 'data-test-id', 'data-test', 'data-cy', 'data-qa'];
/** Longer ones hold data rather than a name. */
const LONGEST_HANDLE = 60;

/**
 * Says whether an id looks as if a program had made it, and would be another one at the next visit: `:r1:`, `ember482`,
 * `radix-3`, `css-1q2w3e`, `b1946ac9`, `item-550e8400-e29b`.
 */
export function isMachineMade(id: string): boolean {
  if (id.length > LONGEST_HANDLE || /[\s:«»]/.test(id)) return true;
  // Numbers of more than two digits, or one at the end of a name that a framework begins.
  if (/\d{3,}/.test(id)) return true;
  if (
    /^(ember|radix|react|headlessui|mui|ext-gen|yui|gwt|mat|cdk|reach|chakra|ng|vue|svelte)\b.*\d/i.test(id)
  )
    return true;
  // A part of digits and letters mixed, as hashes are.
  return id.split(/[-_.]/).some((part) => part.length >= 5 && /\d[a-z]+\d|[a-z]\d+[a-z]+\d/i.test(part));
}

/** Finds selectors, and remembers them: an element is looked at many times a second. */
export function createSelectorFinder(): (element: Element) => string {
  const known = new WeakMap<Element, string>();
  return (element) => {
    const before = known.get(element);
    if (before !== undefined) return before;
    const selector = findSelector(element);
    known.set(element, selector);
    return selector;
  };
}

export function findSelector(element: Element): string {
  const root = element.getRootNode();
  const own = findInRoot(element, root);
  return root instanceof ShadowRoot ? `${findSelector(root.host)} >>> ${own}` : own;
}

function findInRoot(element: Element, root: Node): string {
  const steps: string[] = [];
  for (let at: Element | null = element; at; at = at.parentElement) {
    const handle = findHandle(at, root);
    if (handle !== null) return [handle, ...steps].join(' > ');
    steps.unshift(toStep(at));
  }
  // A shadow root's children, or `html`, begin where the root does: nothing else matches so long a way.
  return steps.join(' > ');
}

/** A handle or a made id that no other element of the root has. */
function findHandle(element: Element, root: Node): string | null {
  if (!(root instanceof Document || root instanceof ShadowRoot)) return null;
  const candidates: string[] = [];
  for (const name of HANDLES) {
    const value = element.getAttribute(name);
    if (value && value.length <= LONGEST_HANDLE) candidates.push(`[${name}="${CSS.escape(value)}"]`);
  }
  if (element.id !== '' && !isMachineMade(element.id)) candidates.push(`#${CSS.escape(element.id)}`);
  return candidates.find((selector) => root.querySelectorAll(selector).length === 1) ?? null;
}

function toStep(element: Element): string {
  const tag = CSS.escape(element.localName);
  if (tag === 'html' || tag === 'body') return tag;
  let place = 1;
  for (let other = element.previousElementSibling; other; other = other.previousElementSibling) {
    if (other.localName === element.localName) place += 1;
  }
  return `${tag}:nth-of-type(${place})`;
}
