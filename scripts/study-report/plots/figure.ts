/** A plot as SVG with its title, drawn without a browser. Colours are the page's own, so that they follow light and dark. */
import { plot } from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { html, raw, type Html } from '../html.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');
export const INK = 'var(--ink)';
export const SOFT = 'var(--ink-soft)';
export const ACCENT = 'var(--accent)';
export const LINE = 'var(--line)';
const WIDTH = 720;

type PlotOptions = NonNullable<Parameters<typeof plot>[0]>;

/** @param says the plot's content in words, for who does not see it */
export function figure(title: string, says: string, options: PlotOptions, note?: string): Html {
  const drawn = plot({ document: document as unknown as Document, width: WIDTH, ...options });
  drawn.setAttribute('role', 'img');
  drawn.setAttribute('aria-label', says);
  // Its own rules are the same in every plot, and the page has them once; a picture's parts have no names of their own.
  drawn.querySelector('style')?.remove();
  for (const part of drawn.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  return html`<figure class="plot">
    <figcaption>
      <span class="plot__title">${title}</span
      >${note !== undefined && html`<span class="soft small"> ${note}</span>`}
    </figcaption>
    ${raw(drawn.outerHTML)}
  </figure>`;
}

/** For the words: three digits. */
export function round(value: number): number {
  return Number(value.toPrecision(3));
}
