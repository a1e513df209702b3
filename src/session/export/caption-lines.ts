// The strip with the caption below a heatmap that is saved: how it is broken into lines, and how high it is.

export type CaptionStrip = {
  lines: string[];
  fontPx: number;
  lineHeightPx: number;
  heightPx: number;
  marginPx: number;
};

/** Letters of a sans serif are on average about so wide, in font sizes: rather too much than too little. */
const LETTER_WIDTH = 0.56;

/** @param widthPx Of the picture above it, in its own pixels */
export function layOutCaption(caption: string, url: string, widthPx: number): CaptionStrip {
  const fontPx = Math.max(11, Math.min(22, Math.round(widthPx / 90)));
  const marginPx = fontPx;
  const letters = Math.max(20, Math.floor((widthPx - 2 * marginPx) / (LETTER_WIDTH * fontPx)));
  const lines = [...breakLines(url, letters), ...breakLines(caption, letters)];
  const lineHeightPx = Math.round(1.4 * fontPx);
  return { lines, fontPx, lineHeightPx, heightPx: lines.length * lineHeightPx + marginPx, marginPx };
}

function breakLines(text: string, letters: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((one) => cutWord(one, letters))) {
    if (line !== '' && line.length + 1 + word.length > letters) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

/** An address has no spaces to break at. */
function cutWord(word: string, letters: number): string[] {
  const parts: string[] = [];
  for (let at = 0; at < word.length; at += letters) parts.push(word.slice(at, at + letters));
  return parts;
}
