// Puts the keyboard where a new view begins: what it was on is gone.
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** For the view's heading, which needs `tabIndex={-1}`. */
export function useFocusOnMount<T extends HTMLElement = HTMLHeadingElement>(): RefObject<T | null> {
  const element = useRef<T>(null);
  useEffect(() => element.current?.focus({ preventScroll: true }), []);
  return element;
}
