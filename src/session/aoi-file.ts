// The file of areas of interest, format `fovea-aois` version 1: `{ "format", "version", "aois": [...] }`, each as `Aoi` is.
import { createChecker, type Checker } from '../measurement/check-json.ts';
import type { DocumentPoint } from '../screen/spaces.ts';
import type { AoiShape } from './aoi-shapes.ts';
import type { Aoi, AoiSelector } from './aois.ts';
import { createSelectorMatcher, SelectorError } from './selector-match.ts';
import type { Box } from './session-data.ts';

export const AOI_FORMAT = 'fovea-aois';
export const AOI_VERSION = 1;

const MAX_AOIS = 1000;
const MAX_CORNERS = 1000;
/** No page is so large; beyond it float32 columns cannot tell one px from the next. */
const FARTHEST_PX = 10_000_000;
const COLOUR = /^#[0-9a-f]{6}$/i;
const SHAPES = ['rectangle', 'ellipse', 'polygon', 'selector'] as const;
const BOX_KEYS = ['xDocumentPx', 'yDocumentPx', 'widthPx', 'heightPx'];

/** Plain JSON; the inverse of {@link parseAoiFile}. */
export function formatAoiFile(aois: readonly Aoi[]) {
  return { format: AOI_FORMAT, version: AOI_VERSION, aois };
}

/**
 * Checks a file's text and returns its areas. Keys that the format does not have are refused too: a `color` that is not
 * read would be a mistake nobody sees.
 *
 * @param sourceName The file; errors name it.
 * @throws {MeasurementFileError} naming the first key that does not fit, its value, and what was expected.
 */
export function parseAoiFile(text: string, sourceName: string): Aoi[] {
  const check = createChecker(sourceName, '');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    check.refuse('', text.slice(0, 60), 'it must be JSON');
  }
  const top = check.object(json, '');
  if (top.format !== AOI_FORMAT) check.refuse('format', top.format, `it must be "${AOI_FORMAT}"`);
  if (top.version !== AOI_VERSION) {
    check.refuse('version', top.version, `this version of Fovea reads version ${AOI_VERSION}`);
  }
  refuseOthers(check, top, '', ['format', 'version', 'aois']);
  const aois = check
    .array(top.aois, 'aois', 0, MAX_AOIS)
    .map((aoi, index) => parseAoi(check, aoi, `aois[${index}]`));
  refuseRepeatedIds(check, aois);
  return aois;
}

function parseAoi(check: Checker, json: unknown, path: string): Aoi {
  const aoi = check.object(json, path);
  refuseOthers(check, aoi, path, ['id', 'name', 'colour', 'urlPattern', 'shape']);
  return {
    id: check.text(aoi.id, `${path}.id`),
    name: check.text(aoi.name, `${path}.name`),
    colour: check.matching(aoi.colour, `${path}.colour`, COLOUR, 'a colour such as "#1f77b4"'),
    urlPattern: check.text(aoi.urlPattern, `${path}.urlPattern`),
    shape: parseShape(check, aoi.shape, `${path}.shape`),
  };
}

function parseShape(check: Checker, json: unknown, path: string): AoiShape | AoiSelector {
  const shape = check.object(json, path);
  const type = check.oneOf(shape.type, `${path}.type`, SHAPES);
  if (type === 'polygon') {
    refuseOthers(check, shape, path, ['type', 'points']);
    const points = check.array(shape.points, `${path}.points`, 3, MAX_CORNERS);
    return { type, points: points.map((point, i) => parsePoint(check, point, `${path}.points[${i}]`)) };
  }
  if (type === 'selector') {
    refuseOthers(check, shape, path, ['type', 'selector']);
    return { type, selector: parseSelector(check, shape.selector, `${path}.selector`) };
  }
  refuseOthers(check, shape, path, ['type', ...BOX_KEYS]);
  return { type, ...parseBox(check, shape, path) };
}

function parseBox(check: Checker, shape: Record<string, unknown>, path: string): Box {
  const { xDocumentPx, yDocumentPx } = readPoint(check, shape, path);
  return {
    xDocumentPx,
    yDocumentPx,
    widthPx: parsePx(check, check.positive(shape.widthPx, `${path}.widthPx`), `${path}.widthPx`),
    heightPx: parsePx(check, check.positive(shape.heightPx, `${path}.heightPx`), `${path}.heightPx`),
  };
}

function parsePoint(check: Checker, json: unknown, path: string): DocumentPoint {
  const point = check.object(json, path);
  refuseOthers(check, point, path, ['xDocumentPx', 'yDocumentPx']);
  return readPoint(check, point, path);
}

function readPoint(check: Checker, point: Record<string, unknown>, path: string): DocumentPoint {
  return {
    xDocumentPx: parsePx(check, point.xDocumentPx, `${path}.xDocumentPx`),
    yDocumentPx: parsePx(check, point.yDocumentPx, `${path}.yDocumentPx`),
  };
}

function parsePx(check: Checker, json: unknown, path: string): number {
  const px = check.finite(json, path);
  if (Math.abs(px) > FARTHEST_PX) check.refuse(path, px, `it must be at most ${FARTHEST_PX} px`);
  return px;
}

function parseSelector(check: Checker, json: unknown, path: string): string {
  const selector = check.text(json, path);
  try {
    createSelectorMatcher(selector);
  } catch (error) {
    if (error instanceof SelectorError) check.refuse(path, selector, error.message);
    throw error;
  }
  return selector;
}

function refuseOthers(
  check: Checker,
  object: Record<string, unknown>,
  path: string,
  known: readonly string[],
): void {
  const other = Object.keys(object).find((key) => !known.includes(key));
  if (other === undefined) return;
  check.refuse(
    path === '' ? other : `${path}.${other}`,
    object[other],
    `only ${known.join(', ')} can be there`,
  );
}

function refuseRepeatedIds(check: Checker, aois: readonly Aoi[]): void {
  const seen = new Map<string, number>();
  for (const [index, { id }] of aois.entries()) {
    const first = seen.get(id);
    if (first !== undefined) check.refuse(`aois[${index}].id`, id, `aois[${first}] already has it`);
    seen.set(id, index);
  }
}
