// A link as a QR code: its modules as one path, to be drawn at any size.
import createQrCode from 'qrcode-generator';

/** Modules around the code that stay light; readers need them. @see https://www.qrcode.com/en/howto/code.html */
const QUIET_ZONE = 4;
/** Bytes that the largest code holds with the least correction. @see https://www.qrcode.com/en/about/version.html */
export const MAX_QR_BYTES = 2953;

export type QrCode = {
  /** Modules of a side, with the quiet zone. */
  readonly size: number;
  /** SVG path data of the dark modules, one module being one unit. */
  readonly path: string;
};

/** Undefined where the text is too long for any code. */
export function makeQrCode(text: string): QrCode | undefined {
  if (new TextEncoder().encode(text).length > MAX_QR_BYTES) return undefined;
  // 0 takes the smallest version that fits; L corrects least, so that its modules are as large as can be.
  const code = createQrCode(0, 'L');
  code.addData(text, 'Byte');
  code.make();
  const count = code.getModuleCount();
  const runs: string[] = [];
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      if (!code.isDark(row, column)) continue;
      const start = column;
      while (column + 1 < count && code.isDark(row, column + 1)) column += 1;
      runs.push(`M${start + QUIET_ZONE} ${row + QUIET_ZONE}h${column - start + 1}v1H${start + QUIET_ZONE}z`);
    }
  }
  return { size: count + 2 * QUIET_ZONE, path: runs.join('') };
}
