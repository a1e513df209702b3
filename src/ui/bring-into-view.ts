/** As a `ref`: what appears far from what was pressed is scrolled to, once it is laid out. */
export function bringIntoView(element: Element | null): void {
  if (element) requestAnimationFrame(() => element.scrollIntoView({ block: 'center' }));
}
