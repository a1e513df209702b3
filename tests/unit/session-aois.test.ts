// Areas of interest hold what lies in them, in the views that they are in; their file says what is wrong with it.
import { describe, expect, it } from 'vitest';
import { MeasurementFileError } from '../../src/measurement/measurement-file-error.ts';
import { formatAoiFile, parseAoiFile } from '../../src/session/aoi-file.ts';
import { containsPoint, findBounds, findExtentPx, type AoiShape } from '../../src/session/aoi-shapes.ts';
import { isInView, placeAoi, type Aoi, type GazePlace } from '../../src/session/aois.ts';
import type { Attachment, SeenElement, View } from '../../src/session/session-data.ts';
import { AOIS } from '../../scripts/sessions/pages.ts';

const BOX = { xDocumentPx: 100, yDocumentPx: 200, widthPx: 80, heightPx: 40 };
const corner = (xDocumentPx: number, yDocumentPx: number) => ({ xDocumentPx, yDocumentPx });
const L_SHAPE: AoiShape = {
  type: 'polygon',
  points: [corner(0, 0), corner(100, 0), corner(100, 50), corner(50, 50), corner(50, 100), corner(0, 100)],
};
const BOW: AoiShape = {
  type: 'polygon',
  points: [corner(0, 0), corner(100, 100), corner(100, 0), corner(0, 100)],
};

describe('shapes', () => {
  it.each<[string, AoiShape, [number, number], boolean]>([
    ['rectangle, inside', { type: 'rectangle', ...BOX }, [140, 220], true],
    ['rectangle, its corner', { type: 'rectangle', ...BOX }, [180, 240], true],
    ['rectangle, beside', { type: 'rectangle', ...BOX }, [181, 220], false],
    ['ellipse, middle', { type: 'ellipse', ...BOX }, [140, 220], true],
    ['ellipse, its rightmost point', { type: 'ellipse', ...BOX }, [180, 220], true],
    ['ellipse, the corner of its box', { type: 'ellipse', ...BOX }, [102, 202], false],
    ['ellipse, at 45 degrees inside', { type: 'ellipse', ...BOX }, [140 + 28, 220 + 14], true],
    ['ellipse, at 45 degrees outside', { type: 'ellipse', ...BOX }, [140 + 29, 220 + 15], false],
    ['polygon, inside', L_SHAPE, [25, 75], true],
    ['polygon, in its notch', L_SHAPE, [75, 75], false],
    ['polygon, on its edge', L_SHAPE, [50, 75], true],
    ['polygon, on a corner', L_SHAPE, [100, 50], true],
    ['polygon, level with a corner', L_SHAPE, [-10, 50], false],
    ['polygon that crosses itself, in a wing', BOW, [90, 50], true],
    ['polygon that crosses itself, between the wings', BOW, [50, 90], false],
  ])('%s', (_name, shape, [x, y], expected) => {
    expect(containsPoint(shape, corner(x, y))).toBe(expected);
  });

  it('have bounds and a narrow side', () => {
    expect(findBounds(L_SHAPE)).toEqual({ xDocumentPx: 0, yDocumentPx: 0, widthPx: 100, heightPx: 100 });
    expect(findExtentPx({ type: 'ellipse', ...BOX })).toBe(40);
    // 7500 square px.
    expect(findExtentPx(L_SHAPE)).toBeCloseTo(86.6, 1);
    expect(
      findExtentPx({ type: 'polygon', points: [corner(0, 0), corner(400, 400), corner(400, 410)] }),
    ).toBeCloseTo(Math.sqrt(2000));
  });
});

describe('the pattern of addresses', () => {
  it.each([
    ['*', 'https://shop.example/', true],
    ['https://shop.example/', 'https://shop.example/', true],
    ['https://shop.example/', 'https://shop.example/#offers', true],
    ['https://shop.example/', 'https://shop.example/offers', false],
    ['https://shop.example/*', 'https://shop.example/', true],
    ['https://*.example/offers/*', 'https://shop.example/offers/7?x=1', true],
    ['https://shop.example/a.b', 'https://shop.example/aXb', false],
    ['https://shop.example/?q=(1+1)', 'https://shop.example/?q=(1+1)', true],
    ['https://shop.example/#/cart', 'https://shop.example/#/cart', true],
    ['https://shop.example/#/cart', 'https://shop.example/#/list', false],
    ['shop', 'https://shop.example/', false],
  ])('%s and %s: %s', (urlPattern, url, expected) => {
    expect(isInView({ urlPattern }, { url })).toBe(expected);
  });
});

function aoi(shape: Aoi['shape'], urlPattern = '*'): Aoi {
  return { id: 'a', name: 'A', colour: '#112233', urlPattern, shape };
}

function at(xDocumentPx: number | null, yDocumentPx: number | null, element = -1, view = 0): GazePlace {
  return { view, element, xDocumentPx, yDocumentPx };
}

describe('an area in a session', () => {
  const views = ['https://shop.example/', 'https://news.example/'].map((url, index): View => ({
    index,
    tab: 0,
    url,
    title: '',
    timestampMs: 0,
    cause: 'load',
  }));
  const elements = [
    ['html > body > main', 'main', { xDocumentPx: 0, yDocumentPx: 100, widthPx: 800, heightPx: 600 }],
    ['html > body > main > p', 'p', { xDocumentPx: 0, yDocumentPx: 100, widthPx: 800, heightPx: 100 }],
    ['#ad > img', 'img', { xDocumentPx: 500, yDocumentPx: 400, widthPx: 100, heightPx: 100 }],
    ['html > body > aside', 'aside', { xDocumentPx: 100, yDocumentPx: 300, widthPx: 50, heightPx: 50 }],
  ].map(([selector, tag, box], index) => {
    const attachment: Attachment = 'document';
    return { index, view: 0, selector, tag, attachment, box } as SeenElement;
  });

  it('holds gaze in its views alone', () => {
    const placed = placeAoi(aoi({ type: 'rectangle', ...BOX }, 'https://shop.example/'), { views, elements });
    expect(placed.contains(at(140, 220))).toBe(true);
    expect(placed.contains(at(140, 220, -1, 1))).toBe(false);
    expect(placed.contains(at(140, 220, -1, -1))).toBe(false);
    expect(placed.contains(at(null, null))).toBe(false);
    expect(placed.boxesIn(0)).toEqual([BOX]);
    expect(placed.boxesIn(1)).toEqual([]);
  });

  it('by selector holds the element, what is within it, and what no path tells of by its box', () => {
    const placed = placeAoi(aoi({ type: 'selector', selector: 'main' }), { views, elements });
    expect(placed.contains(at(10, 650, 0))).toBe(true);
    expect(placed.contains(at(10, 150, 1))).toBe(true);
    // An image below something with an id, within the box of main and not: its path does not say.
    expect(placed.contains(at(550, 450, 2))).toBe(true);
    expect(placed.contains(at(550, 50, 2))).toBe(false);
    // Lies over main, and its path says that it is not of it.
    expect(placed.contains(at(120, 320, 3))).toBe(false);
    expect(placed.contains(at(120, 320, -1))).toBe(false);
    expect(placed.boxesIn(0)).toEqual([elements[0]!.box]);
  });

  it('by selector does not hold a dialog that lies over it', () => {
    const dialog: SeenElement = { ...elements[2]!, attachment: 'viewport' };
    const placed = placeAoi(aoi({ type: 'selector', selector: 'main' }), {
      views,
      elements: elements.with(2, dialog),
    });
    expect(placed.contains(at(550, 450, 2))).toBe(false);
  });

  it('by selector goes on where an element was never written', () => {
    const torn = [...elements];
    delete torn[1];
    const placed = placeAoi(aoi({ type: 'selector', selector: 'main' }), { views, elements: torn });
    expect(placed.contains(at(10, 650, 0))).toBe(true);
    expect(placed.contains(at(10, 150, 1))).toBe(false);
  });

  it('by the selector of a picked element holds just that', () => {
    const placed = placeAoi(aoi({ type: 'selector', selector: elements[1]!.selector }), { views, elements });
    expect(placed.contains(at(10, 150, 1))).toBe(true);
    expect(placed.contains(at(10, 650, 0))).toBe(false);
  });
});

describe('the file', () => {
  const text = (change: (file: ReturnType<typeof formatAoiFile>) => unknown) => {
    const file = JSON.parse(JSON.stringify(formatAoiFile(AOIS)));
    return JSON.stringify(change(file) ?? file);
  };
  // The fields of a parsed file, free to be broken.
  // oxlint-disable-next-line typescript/no-explicit-any
  type Loose = any;

  it('gives back the areas that were written', () => {
    expect(parseAoiFile(JSON.stringify(formatAoiFile(AOIS)), 'aois.json')).toEqual(AOIS);
  });

  it.each<[string, (file: Loose) => unknown, string]>([
    ['another format', (file) => ({ ...file, format: 'x' }), 'format is "x"; it must be "fovea-aois"'],
    [
      'another version',
      (file) => ({ ...file, version: 2 }),
      'version is 2; this version of Fovea reads version 1',
    ],
    ['no list', (file) => ({ ...file, aois: {} }), 'aois is {}; it must be a list'],
    [
      'a key that is not known',
      (file) => ({ ...file, aoi: 1 }),
      'aoi is 1; only format, version, aois can be there',
    ],
    ['no name', (file) => void (file.aois[1].name = ' '), 'aois[1].name is " "; it must not be empty'],
    [
      'a colour by name',
      (file) => void (file.aois[0].colour = 'red'),
      'aois[0].colour is "red"; it must be a colour',
    ],
    [
      'an id twice',
      (file) => void (file.aois[1].id = 'hero'),
      'aois[1].id is "hero"; aois[0] already has it',
    ],
    [
      'no such shape',
      (file) => void (file.aois[0].shape.type = 'star'),
      'it must be one of rectangle, ellipse',
    ],
    [
      'no width',
      (file) => void (file.aois[0].shape.widthPx = 0),
      'aois[0].shape.widthPx is 0; it must be a number greater',
    ],
    [
      'a place that is none',
      (file) => void (file.aois[0].shape.xDocumentPx = null),
      'shape.xDocumentPx is null',
    ],
    ['a place beyond any page', (file) => void (file.aois[0].shape.xDocumentPx = 1e9), 'at most 10000000 px'],
    [
      'a line for a polygon',
      (file) => void file.aois[1].shape.points.splice(2),
      'points.length is 2; it must be 3 to 1000',
    ],
    [
      'a broken selector',
      (file) => void (file.aois[3].shape.selector = 'a['),
      'aois[3].shape.selector is "a["',
    ],
    [
      'a key of another shape',
      (file) => void (file.aois[3].shape.widthPx = 3),
      'aois[3].shape.widthPx is 3; only type, selector',
    ],
  ])('with %s is refused', (_name, change, reason) => {
    const parse = () => parseAoiFile(text(change), 'my-aois.json');
    expect(parse).toThrow(MeasurementFileError);
    expect(parse).toThrow(reason);
    expect(parse).toThrow('my-aois.json');
  });

  it('that is no JSON is refused', () => {
    expect(() => parseAoiFile('id,name', 'aois.csv')).toThrow(
      'aois.csv: the content is "id,name"; it must be JSON',
    );
  });
});
