// The overlay's toolbar: what the tracker is doing, and hide, dot, clear with undo, save, close.
import { createElement, createIcon, keepToItself } from './dom.ts';
import { BIN, CLOSE, DOT, EYE, EYE_CLOSED, PICTURE, UNDO } from './icons.ts';
import type { Status } from './status.ts';

export type ToolbarActions = {
  toggleHeatmap(): void;
  toggleDot(): void;
  clear(): void;
  undo(): void;
  save(): void;
  close(): void;
};

export type Toolbar = {
  element: HTMLElement;
  showStatus(status: Status): void;
  showHeatmapVisible(visible: boolean): void;
  showDotVisible(visible: boolean): void;
  /** Offers undo in the place of clear, or clear again. */
  showUndo(undoable: boolean): void;
  /** While a picture is being taken nothing else can be started. */
  showSaving(saving: boolean): void;
};

/**
 * A toolbar as ARIA describes it: one stop of the Tab key, arrow keys between its buttons.
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/toolbar/
 */
export function createToolbar(actions: ToolbarActions): Toolbar {
  const light = createElement('span', 'light');
  const text = createElement('span', 'text');
  const status = createElement('div', 'status', light, text);
  status.setAttribute('role', 'status');

  let undoable = false;
  const heatmap = createButton('Hide heatmap', EYE, actions.toggleHeatmap);
  const dot = createButton('Show gaze dot', DOT, actions.toggleDot);
  const clear = createButton('Clear heatmap', BIN, () => (undoable ? actions.undo() : actions.clear()));
  const save = createButton('Save as PNG', PICTURE, actions.save);
  const close = createButton('Close Fovea on this page', CLOSE, actions.close);
  const buttons = [heatmap, dot, clear, save, close];

  const element = createElement('div', 'toolbar', status, ...buttons);
  element.setAttribute('role', 'toolbar');
  element.setAttribute('aria-label', 'Fovea heatmap');
  roveFocus(element, buttons);
  keepToItself(element);

  return {
    element,
    showStatus(next) {
      light.dataset.tone = next.tone;
      if (text.textContent !== next.text) text.textContent = next.text;
      // Long ones are cut short.
      text.title = next.text;
    },
    showHeatmapVisible(visible) {
      relabel(heatmap, visible ? 'Hide heatmap' : 'Show heatmap', visible ? EYE : EYE_CLOSED);
    },
    showDotVisible(visible) {
      relabel(dot, visible ? 'Hide gaze dot' : 'Show gaze dot', DOT);
      dot.classList.toggle('on', visible);
    },
    showUndo(next) {
      undoable = next;
      relabel(clear, next ? 'Undo clear' : 'Clear heatmap', next ? UNDO : BIN);
      clear.classList.toggle('on', next);
    },
    showSaving(saving) {
      save.setAttribute('aria-disabled', String(saving));
    },
  };
}

function createButton(label: string, icon: readonly string[], onClick: () => void): HTMLButtonElement {
  const button = createElement('button', 'button');
  button.type = 'button';
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-disabled') !== 'true') onClick();
  });
  relabel(button, label, icon);
  return button;
}

function relabel(button: HTMLButtonElement, label: string, icon: readonly string[]): void {
  if (button.ariaLabel === label) return;
  button.ariaLabel = label;
  const hint = createElement('span', 'hint', label);
  hint.ariaHidden = 'true';
  button.replaceChildren(createIcon(icon), hint);
}

function roveFocus(toolbar: HTMLElement, buttons: readonly HTMLButtonElement[]): void {
  const settle = (index: number): void =>
    buttons.forEach((button, i) => (button.tabIndex = i === index ? 0 : -1));
  settle(0);
  toolbar.addEventListener('focusin', (event) => settle(buttons.indexOf(event.target as HTMLButtonElement)));
  toolbar.addEventListener('keydown', (event) => {
    const index = buttons.indexOf(event.target as HTMLButtonElement);
    const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 }[event.key];
    if (index < 0 || next === undefined) return;
    event.preventDefault();
    buttons.at(next % buttons.length)?.focus();
  });
}
