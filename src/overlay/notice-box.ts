// A notice above the overlay's toolbar: what is so, what to do, and the buttons that do it and dismiss it.
import { createElement, keepToItself } from './dom.ts';

export type Notice = {
  title: string;
  text: string;
  /** What can be done at once. */
  action?: { label: string; run(): void };
  onDismiss?(): void;
};

export type NoticeBox = {
  element: HTMLElement;
  /** Shows it in place of the one before, which then waits for nothing any more. */
  show(notice: Notice): void;
  hide(): void;
  /** The title of what is shown. */
  shown(): string | null;
};

const SECOND = 1000;
/** Long enough to read it twice; it stays while the pointer or the focus is in it. */
const SHOWN_MS = 15 * SECOND;

export function createNoticeBox(signal: AbortSignal): NoticeBox {
  // Always there, so that what appears in it is read aloud.
  const words = createElement('div', 'words');
  words.setAttribute('role', 'status');
  const buttons = createElement('div', 'notice-buttons');
  const element = createElement('div', 'notice', words, buttons);
  element.setAttribute('role', 'group');
  element.setAttribute('aria-label', 'Notice of Fovea');
  element.classList.add('empty');
  let title: string | null = null;
  let dismiss: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener('abort', () => clearTimeout(timer));

  const hide = (): void => {
    clearTimeout(timer);
    [title, dismiss] = [null, undefined];
    words.replaceChildren();
    buttons.replaceChildren();
    element.classList.add('empty');
  };
  const hideWhenLeft = (): void => {
    if (element.matches(':hover, :focus-within')) timer = setTimeout(hideWhenLeft, SECOND);
    else hide();
  };
  keepToItself(element);
  element.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') dismiss?.();
  });

  return {
    element,
    show(notice) {
      hide();
      title = notice.title;
      words.replaceChildren(createElement('strong', '', notice.title), createElement('p', '', notice.text));
      dismiss = () => {
        hide();
        notice.onDismiss?.();
      };
      const { action } = notice;
      if (action) {
        buttons.append(
          createTextButton(action.label, () => {
            hide();
            action.run();
          }),
        );
      }
      buttons.append(createTextButton('Dismiss', dismiss));
      element.classList.remove('empty');
      timer = setTimeout(hideWhenLeft, SHOWN_MS);
    },
    hide,
    shown: () => title,
  };
}

function createTextButton(label: string, onClick: () => void): HTMLButtonElement {
  const button = createElement('button', 'text-button', label);
  button.type = 'button';
  button.addEventListener('click', onClick);
  return button;
}
