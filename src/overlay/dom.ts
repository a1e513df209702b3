// Builds the overlay's few elements without parsing HTML, so that no page's Trusted Types policy is in the way.

const SVG = 'http://www.w3.org/2000/svg';

/** A 20 px line icon from path data on a 24 unit square. */
export function createIcon(paths: readonly string[]): SVGSVGElement {
  const icon = document.createElementNS(SVG, 'svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  for (const data of paths) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', data);
    icon.append(path);
  }
  return icon;
}

export function createElement<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
}

const INPUT = ['keydown', 'keyup', 'keypress', 'click', 'pointerdown', 'mousedown', 'pointerup', 'mouseup'];

/** The page's own shortcuts and "click outside" handlers are not meant by what is done in the element. */
export function keepToItself(element: HTMLElement): void {
  for (const type of INPUT) element.addEventListener(type, (event) => event.stopPropagation());
}
