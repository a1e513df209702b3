/** HTML as tagged templates: what is put in is text unless it is HTML itself. */
import { escapeXml } from '../../src/session/export/escape-xml.ts';

export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | null | undefined | false | readonly (Html | string | null | false)[];

export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((text, string, i) => text + write(parts[i - 1]) + string));
}

/** Trusted: what a library of ours made. */
export function raw(text: string): Html {
  return new Html(text);
}

function write(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(write).join('');
  return escapeXml(String(part));
}
