// Where the Tab key should stop in a document, and where it is. Both functions run in the page, so they stand alone.

/** Tags every element that Tab must reach, in the document's order; focuses the first. Answers with their names. */
export function findTabStops(): string[] {
  const dialogs = document.querySelectorAll<HTMLElement>('dialog[open]');
  const within = dialogs[dialogs.length - 1] ?? document;
  // What lies in an open shadow root comes where its host is.
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- out of here it would not travel to the page.
  const list = (root: ParentNode, found: HTMLElement[] = []): HTMLElement[] => {
    for (const element of root.querySelectorAll<HTMLElement>('*')) {
      found.push(element);
      if (element.shadowRoot) list(element.shadowRoot, found);
    }
    return found;
  };
  const all = list(within).filter((element) =>
    element.matches(
      'a[href], button, input, select, textarea, summary, iframe, audio[controls], video[controls], [tabindex]',
    ),
  );
  const stops = all.filter((element) => {
    if (element.tabIndex < 0 || element.matches(':disabled') || element.closest('[inert]')) return false;
    if (!element.checkVisibility({ visibilityProperty: true })) return false;
    if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true;
    // Of a group of radio buttons one is a stop.
    const group = all.filter(
      (other): other is HTMLInputElement =>
        other instanceof HTMLInputElement && other.type === 'radio' && other.name === element.name,
    );
    return element === (group.find(({ checked }) => checked) ?? group[0]);
  });
  for (const element of list(document)) element.removeAttribute('data-tab-stop');
  for (const [index, element] of stops.entries()) element.dataset['tabStop'] = String(index);
  // As by keyboard: a mouse's focus need not be seen.
  stops[0]?.focus({ focusVisible: true } as FocusOptions);
  return stops.map(
    (element) => `${element.tagName} “${element.ariaLabel ?? element.textContent.trim().slice(0, 40)}”`,
  );
}

/** Which of the stops has the focus (-1: none of them), what it is, and whether that can be seen. */
export function findFocus(): { stop: number; name: string; visible: boolean } {
  let element = document.activeElement as HTMLElement;
  while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement as HTMLElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return {
    stop: Number(element.dataset['tabStop'] ?? -1),
    name: `${element.tagName} “${element.ariaLabel ?? element.textContent.trim().slice(0, 40)}”`,
    visible: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
  };
}
