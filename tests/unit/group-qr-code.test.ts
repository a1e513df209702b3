import createQrCode from 'qrcode-generator';
import { describe, expect, it } from 'vitest';
import { makeQrCode, MAX_QR_BYTES } from '../../src/group/qr-code.ts';

/** The dark modules as rows of 0 and 1, with the quiet zone. */
function draw({ size, path }: { size: number; path: string }): string[] {
  const rows = Array.from({ length: size }, () => Array<number>(size).fill(0));
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
    rows[Number(y)]!.fill(1, Number(x), Number(x) + Number(length));
  }
  return rows.map((row) => row.join(''));
}

describe('a QR code', () => {
  it('has its three finder patterns within a quiet zone of four modules', () => {
    const code = makeQrCode('https://a.example/#join/abc')!;
    const rows = draw(code);
    const quiet = '0'.repeat(code.size);
    expect([...rows.slice(0, 4), ...rows.slice(-4)]).toEqual(Array(8).fill(quiet));
    const finder = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'];
    const cut = (top: number, left: number): string[] =>
      rows.slice(top, top + 7).map((row) => row.slice(left, left + 7));
    const far = code.size - 4 - 7;
    expect(cut(4, 4)).toEqual(finder);
    expect(cut(4, far)).toEqual(finder);
    expect(cut(far, 4)).toEqual(finder);
  });

  it('has every module of the library’s code in its place, rows from the top and columns from the left', () => {
    const text = `chrome-extension://abc/options.html#join/${'aZ09-_'.repeat(40)}`;
    const code = createQrCode(0, 'L');
    code.addData(text, 'Byte');
    code.make();
    const count = code.getModuleCount();
    const rows = draw(makeQrCode(text)!).slice(4, -4);
    const expected = Array.from({ length: count }, (_, row) =>
      Array.from({ length: count }, (__, column) => (code.isDark(row, column) ? '1' : '0')).join(''),
    );
    expect(rows.map((row) => row.slice(4, -4))).toEqual(expected);
    // A code is not its own mirror image, so that one that is turned over is noticed.
    const mirrored = expected.map((_, at) => expected.map((row) => row[at]).join(''));
    expect(mirrored).not.toEqual(expected);
  });

  it('grows with its text, up to the largest there is', () => {
    // Version 2 has 25 modules, version 40 has 177.
    expect(makeQrCode('a'.repeat(30))!.size).toBe(25 + 8);
    expect(makeQrCode('a'.repeat(MAX_QR_BYTES))!.size).toBe(177 + 8);
    expect(makeQrCode('a'.repeat(MAX_QR_BYTES + 1))).toBeUndefined();
  });
});
