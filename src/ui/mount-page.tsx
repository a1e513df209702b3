// Puts a page's root component into its document.
import type { ComponentChild } from 'preact';
import { render } from 'preact';
import './base.css';

/** Renders into `#root`, which every page's HTML has. */
export function mountPage(page: ComponentChild): void {
  const root = document.querySelector('#root');
  if (!root) throw new Error('The page has no element with the id "root".');
  render(page, root);
}
