// Gaze sticks to the content that was looked at, wherever that lies in the page's picture.
import { describe, expect, it } from 'vitest';
import { anchorClick, anchorSample, anchorSamples } from '../../src/session/anchor.ts';
import { createSamples } from '../../src/session/session-chunks.ts';
import type { Attachment, SeenElement } from '../../src/session/session-data.ts';

const SCREEN = { widthPx: 1920, heightPx: 1080 };

/** One sample at (300, 1240) of the document, three quarters across and half down an element. */
function sessionWith(change: Partial<SeenElement>, place: { x: number; y: number } = { x: 0.75, y: 0.5 }) {
  const samples = createSamples(1);
  samples.xDocumentPx[0] = 300;
  samples.yDocumentPx[0] = 1240;
  samples.element[0] = 0;
  samples.xElement[0] = place.x;
  samples.yElement[0] = place.y;
  const box = { xDocumentPx: 0, yDocumentPx: 1200, widthPx: 400, heightPx: 80 };
  const attachment: Attachment = 'document';
  const element = { index: 0, view: 0, selector: 'p', tag: 'p', attachment, box, ...change };
  const info = { screen: SCREEN } as Parameters<typeof anchorSample>[0]['info'];
  return { samples, elements: [element], info };
}

const boxAt = (xDocumentPx: number, yDocumentPx: number, widthPx = 400, heightPx = 80) => ({
  xDocumentPx,
  yDocumentPx,
  widthPx,
  heightPx,
});

describe('a sample', () => {
  it.each([
    ['that lies where it lay', {}, [300, 1240]],
    ['on what a banner moved down', { box: boxAt(0, 1260) }, [300, 1300]],
    ['on a header that sticks', { attachment: 'viewport', box: boxAt(0, 0) }, [300, 40]],
    ['in a scroller', { attachment: 'scroller', box: boxAt(600, 900) }, [900, 940]],
    ['on what reflow made narrower and taller', { box: boxAt(20, 1500, 200, 160) }, [170, 1580]],
    ['on the whole page, which grew', { tag: 'body', box: boxAt(0, 0, 1800, 9000) }, [300, 1240]],
    ['on a list without end', { tag: 'ul', box: boxAt(0, 0, 1800, 9000) }, [300, 1240]],
    [
      'on a dialog as large as the screen',
      { attachment: 'viewport', box: boxAt(0, 0, 1800, 900) },
      [1350, 450],
    ],
  ] satisfies [string, Partial<SeenElement>, number[]][])('%s', (_name, change, [x, y]) => {
    expect(anchorSample(sessionWith(change), 0)).toEqual({ xDocumentPx: x, yDocumentPx: y });
  });

  it('without an element, or without a place in it, is where in the document it was', () => {
    const plain = { xDocumentPx: 300, yDocumentPx: 1240 };
    const without = sessionWith({ box: boxAt(0, 0) });
    without.samples.element[0] = -1;
    expect(anchorSample(without, 0)).toEqual(plain);
    expect(anchorSample(sessionWith({ box: boxAt(0, 0) }, { x: NaN, y: NaN }), 0)).toEqual(plain);
    expect(anchorSample({ ...sessionWith({}), elements: [] }, 0)).toEqual(plain);
  });

  it('that is lost or off the page is nowhere', () => {
    const lost = sessionWith({});
    lost.samples.xDocumentPx[0] = NaN;
    expect(anchorSample(lost, 0)).toBeNull();
    expect(anchorSamples(lost)).toEqual({
      xDocumentPx: Float32Array.of(NaN),
      yDocumentPx: Float32Array.of(NaN),
    });
  });
});

describe('a click', () => {
  it.each([
    ['inside its element is where it was', boxAt(0, 1200), [300, 1240]],
    ['on an element that had moved is in its middle', boxAt(0, 0), [200, 40]],
  ])('%s', (_name, box, [x, y]) => {
    const click = { xDocumentPx: 300, yDocumentPx: 1240, element: 0 };
    expect(anchorClick(sessionWith({ box }), click)).toEqual({ xDocumentPx: x, yDocumentPx: y });
  });

  it('on no element is where it was', () => {
    const click = { xDocumentPx: 300, yDocumentPx: 1240, element: -1 };
    expect(anchorClick(sessionWith({}), click)).toEqual({ xDocumentPx: 300, yDocumentPx: 1240 });
  });
});
