// Five dots over the page that is validated: drawn by Fovea, so that they are the same everywhere and no page can move them.
import { createHost } from '../overlay/host.ts';
import { PAGE_CHECK_TAG } from '../overlay/own-elements.ts';
import { placeTarget, type Target } from '../measurement/targets.ts';
import styles from './validation.css?inline';

export type ValidationStage = {
  /** Words alone. */
  say(head: string, text: string): void;
  show(target: Target | undefined, holding: boolean, note: string): void;
  /** The middle of the dot, as the page lays it out; null while none is shown. */
  findDot(): { xViewportPx: number; yViewportPx: number } | null;
};

/** On the page until the signal aborts. */
export function createValidationStage(signal: AbortSignal): ValidationStage {
  const { root } = createHost(signal, PAGE_CHECK_TAG, styles);
  const stage = makeElement('div', 'stage');
  stage.setAttribute('role', 'group');
  stage.setAttribute('aria-label', 'Fovea’s accuracy check: look at each dot. Escape breaks it off.');
  const words = makeElement('div', 'words');
  words.setAttribute('role', 'status');
  const [head, text] = [makeElement('p', 'head'), makeElement('p', 'text')];
  words.append(head, text);
  const dot = makeElement('div', 'dot');
  dot.hidden = true;
  stage.append(words, dot);
  root.append(stage);
  // Keys that go to a frame in the page are not heard here.
  const before = document.activeElement;
  stage.tabIndex = -1;
  stage.focus({ preventScroll: true });
  signal.addEventListener('abort', () => {
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  });

  return {
    say(title, more) {
      dot.hidden = true;
      setText(head, title);
      setText(text, more);
    },
    show(target, holding, note) {
      dot.hidden = target === undefined;
      setText(head, '');
      setText(text, note);
      if (!target) return;
      const { xPx, yPx } = placeTarget(target, { widthPx: innerWidth, heightPx: innerHeight });
      stage.classList.toggle('stage--low', target.yRoom > 0.8);
      dot.classList.toggle('dot--hold', holding);
      dot.style.left = `${xPx - target.diameterPx / 2}px`;
      dot.style.top = `${yPx - target.diameterPx / 2}px`;
      dot.style.width = dot.style.height = `${target.diameterPx}px`;
    },
    findDot() {
      if (dot.hidden || !dot.isConnected) return null;
      const { x, y, width, height } = dot.getBoundingClientRect();
      return { xViewportPx: x + width / 2, yViewportPx: y + height / 2 };
    },
  };
}

function makeElement(tag: string, name: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = name;
  return element;
}

/** The same text again would be read out again. */
function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
