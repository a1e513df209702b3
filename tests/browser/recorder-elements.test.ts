// Elements as the recorder names and finds them, in a real document.
import { afterEach, describe, expect, it } from 'vitest';
import { findAttachment } from '../../src/recorder/attachment.ts';
import { createElementBook } from '../../src/recorder/element-book.ts';
import { findFixture } from '../../src/recorder/fixtures.ts';
import { hitElement, hitElementBefore } from '../../src/recorder/hit-element.ts';
import { findSelector, isMachineMade } from '../../src/recorder/selector.ts';

const stage = document.createElement('div');
document.body.style.margin = '0';

function show(html: string): void {
  stage.innerHTML = html;
  document.body.prepend(stage);
}
afterEach(() => {
  stage.remove();
  scrollTo(0, 0);
});

const find = (selector: string): Element => stage.querySelector(selector)!;

describe('a selector', () => {
  it('finds each element of a page, and no other', () => {
    show(`
      <nav id="menu"><a>One</a><a>Two</a><b>Three</b></nav>
      <main><section class="x"><p>1</p><p>2</p></section><section><p>1</p><p>2</p></section></main>
      <ul id=":r3:"><li data-testid="price">9</li><li data-testid="same"></li><li data-testid="same"></li></ul>
      <form id="twice"><input name="a"></form><form id="twice"><input name="a"></form>
      <svg viewBox="0 0 9 9"><g><path d="M0 0"></path><path d="M1 1"></path></g></svg>
      <div id="we&quot;ird.id"><i></i></div>`);
    const all = [...stage.querySelectorAll('*')];
    expect(all.length).toBeGreaterThanOrEqual(25);
    const selectors = all.map((element) => {
      const selector = findSelector(element);
      const found = [...document.querySelectorAll(selector)];
      expect(found, selector).toEqual([element]);
      return selector;
    });
    expect(new Set(selectors).size).toBe(all.length);
  });

  it.each([
    ['#menu > a:nth-of-type(2)', '<nav id="menu"><a></a><a class="this"></a></nav>'],
    ['[data-testid="price"]', '<p><b data-testid="price" class="this"></b></p>'],
    ['[data-testid="card"] > p:nth-of-type(1)', '<div data-testid="card"><p class="this">Words</p></div>'],
    ['#basket', '<div id="basket" class="this"></div>'],
  ])('is as short as %s', (selector, html) => {
    show(html);
    expect(findSelector(find('.this'))).toBe(selector);
  });

  it('steps into shadow roots, one in another', () => {
    show('<x-a id="host"></x-a>');
    const outer = find('#host').attachShadow({ mode: 'open' });
    outer.innerHTML = '<p></p><x-b></x-b>';
    const inner = outer.querySelector('x-b')!.attachShadow({ mode: 'open' });
    inner.innerHTML = '<i></i><i id="this"></i>';
    expect(findSelector(inner.querySelector('#this')!)).toBe('#host >>> x-b:nth-of-type(1) >>> #this');
    expect(findSelector(inner.querySelector('i')!)).toBe('#host >>> x-b:nth-of-type(1) >>> i:nth-of-type(1)');
  });

  it.each([
    ':r1:',
    'ember482',
    'radix-3',
    'b1946ac92',
    'item-550e8400-e29b',
    'mui-12',
    'a b',
    'x'.repeat(80),
  ])('does without the machine-made id %s', (id) => expect(isMachineMade(id)).toBe(true));
  it.each(['basket', 'main-content', 'step2', 'h1', 'col_3', 'searchBox', 'section-4-2'])(
    'trusts the id %s',
    (id) => expect(isMachineMade(id)).toBe(false),
  );
});

describe('an element moves with', () => {
  it.each([
    ['document', '<p class="this"></p>'],
    ['viewport', '<div style="position: fixed"><p><b class="this"></b></p></div>'],
    ['viewport', '<div style="position: sticky; top: 0"><b class="this"></b></div>'],
    [
      'document',
      '<p style="height: 50px"></p><div style="position: sticky; top: 0"><b class="this"></b></div>',
    ],
    ['scroller', '<div style="overflow: auto; height: 50px"><p class="this" style="height: 90px"></p></div>'],
    [
      'document',
      '<div style="overflow: auto; height: 50px"><p class="this" style="margin: 0; height: 20px"></p></div>',
    ],
    [
      'document',
      '<div style="overflow: hidden; height: 50px"><p class="this" style="height: 90px"></p></div>',
    ],
    [
      'scroller',
      '<div style="position: fixed; overflow: auto; width: 90px; height: 50px"><p class="this" style="height: 90px"></p></div>',
    ],
    [
      'scroller',
      '<div style="overflow: auto; height: 50px"><p class="this" style="position: sticky; top: 0; margin: 0">a</p><p style="height: 90px"></p></div>',
    ],
  ])('the %s: %s', (attachment, html) => {
    show(`${html}<div style="height: 3000px"></div>`);
    expect(findAttachment(find('.this'))).toBe(attachment);
  });
});

describe('a point', () => {
  it('is on the innermost element, past the overlay', () => {
    show('<div id="out" style="height: 100px"><p id="in" style="margin: 0; height: 50px"></p></div>');
    const overlay = document.createElement('fovea-overlay');
    overlay.style.cssText = 'position: fixed; inset: 0; display: block';
    document.documentElement.append(overlay);
    expect(hitElement({ xViewportPx: 5, yViewportPx: 20 })!.id).toBe('in');
    expect(hitElement({ xViewportPx: 5, yViewportPx: 80 })!.id).toBe('out');
    overlay.remove();
  });

  it('that was looked at before a scroll is on what was there, but on a fixed header it stays', () => {
    show(`<header id="head" style="position: fixed; top: 0; width: 100%; height: 60px"></header>
      <p id="a" style="margin: 0; height: 200px"></p><p id="b" style="margin: 0; height: 200px"></p>
      <div style="height: 3000px"></div>`);
    scrollTo(0, 180);
    const movedPx = { x: 0, y: 180 };
    const header = hitElementBefore({ xViewportPx: 5, yViewportPx: 30 }, movedPx)!;
    expect([header.element.id, header.place.yElement]).toEqual(['head', 0.5]);
    // It has gone beyond the upper edge since.
    expect(hitElementBefore({ xViewportPx: 5, yViewportPx: 100 }, movedPx)).toBeNull();
    // It lies under the header now.
    const under = hitElementBefore({ xViewportPx: 5, yViewportPx: 230 }, movedPx)!;
    expect([under.element.id, under.place.yElement]).toEqual(['b', 0.15]);
  });
});

describe('the book', () => {
  it('tells an element once, and again where a picture shows it elsewhere', () => {
    show(
      '<div id="late"></div><p id="a" style="margin: 0; height: 40px"></p><div style="height: 5000px"></div>',
    );
    const book = createElementBook();
    expect(book.note(find('#a'))).toBe(0);
    expect(book.note(find('#a'))).toBe(0);
    expect(book.drain()).toMatchObject([{ index: 0, selector: '#a', box: { yDocumentPx: 0, heightPx: 40 } }]);
    book.measureSeen(Date.now());
    expect(book.drain()).toEqual([]);
    (find('#late') as HTMLElement).style.height = '70px';
    expect(book.drain()).toEqual([]);
    book.measureSeen(Date.now());
    expect(book.drain()).toMatchObject([{ index: 0, box: { yDocumentPx: 70 } }]);
    // What is out of sight is not in the picture.
    (find('#late') as HTMLElement).style.height = '90px';
    scrollTo(0, 3000);
    book.measureSeen(Date.now());
    expect(book.drain()).toEqual([]);
  });

  it('leaves what an inner scroller has moved out of sight where it was', () => {
    show(`<div id="list" style="overflow: auto; height: 100px; width: 200px">
      <p id="a" style="margin: 0; height: 80px"></p><p id="b" style="margin: 0; height: 900px"></p></div>`);
    const book = createElementBook();
    book.note(find('#a'));
    book.note(find('#b'));
    book.drain();
    find('#list').scrollTop = 300;
    book.measureSeen(Date.now());
    expect(book.drain()).toMatchObject([{ index: 1, attachment: 'scroller', box: { yDocumentPx: -220 } }]);
  });
});

describe('what stays in the viewport', () => {
  it.each([
    [null, '<p class="this"></p>'],
    ['f', '<div id="f" style="position: fixed; height: 50px"><p><b class="this"></b></p></div>'],
    [
      'f',
      '<p style="height: 90px"></p><div id="f" style="position: sticky; top: 0"><b class="this"></b></div>',
    ],
    [
      'f',
      '<div id="f" style="position: sticky; top: 0"><p style="position: sticky; top: 9px" class="this"></p></div>',
    ],
    [
      'f',
      '<div style="position: sticky; top: 0"><p id="f" style="position: fixed; height: 9px" class="this"></p></div>',
    ],
    [
      'f',
      '<div id="f" style="position: fixed; overflow: auto; width: 90px; height: 50px"><p class="this" style="height: 90px"></p></div>',
    ],
    [
      null,
      '<div style="overflow: auto; height: 50px"><p class="this" style="position: sticky; top: 0">a</p><p style="height: 90px"></p></div>',
    ],
    // An app that scrolls by itself, a dialog over all of the page.
    [null, '<div style="position: fixed; inset: 0"><p class="this"></p></div>'],
  ])('is %s: %s', (id, html) => {
    show(`${html}<div style="height: 3000px"></div>`);
    expect(findFixture(find('.this'))?.id ?? null).toBe(id);
  });

  it('is all found that is in sight, with where it is', () => {
    show(`<header id="head" style="position: sticky; top: 0; height: 44px; background: #fff">Shop</header>
      <nav id="menu" style="position: fixed; top: 60px; left: 0; width: 120px; height: 200px"></nav>
      <button id="top" style="position: fixed; right: 10px; bottom: 10px; width: 56px; height: 56px"></button>
      <div id="bar" style="position: fixed; bottom: 0; left: 0; width: 50%; height: 24px"></div>
      <p id="closed" style="position: fixed; display: none; height: 60px"></p>
      <div style="height: 2000px"></div><p id="lower" style="position: sticky; top: 0; height: 50px">Lower</p>
      <div style="height: 3000px"></div>`);
    const book = createElementBook();
    const list = () => book.listFixtures().fixtures!.map(({ selector }) => selector);
    expect(list().toSorted()).toEqual(['#bar', '#head', '#menu', '#top']);
    scrollTo(0, 700);
    const fixtures = book.listFixtures().fixtures!;
    expect(fixtures.find(({ selector }) => selector === '#head')!.box).toMatchObject({
      yDocumentPx: 700,
      heightPx: 44,
    });
    expect(fixtures.find(({ selector }) => selector === '#menu')!.box).toMatchObject({
      yDocumentPx: 760,
      widthPx: 120,
    });
  });

  it('only at times is told with where the page has it, in whichever order it was seen', () => {
    show(`<p style="margin: 0; height: 30px"></p><div><header id="head" style="height: 60px"><b>Shop</b></header></div>
      <div style="height: 3000px"></div>`);
    const fix = (position: string): void =>
      find('#head').setAttribute('style', `position: ${position}; top: 0; height: 60px`);
    const home = { selector: '#head', box: { yDocumentPx: 30, heightPx: 60 } };
    const [early, late] = [createElementBook(), createElementBook()];
    expect(early.listFixtures()).toEqual({ fixtures: [] });

    scrollTo(0, 500);
    fix('fixed');
    for (const book of [early, late]) {
      expect(book.listFixtures().fixtures).toMatchObject([{ selector: '#head', box: { yDocumentPx: 500 } }]);
    }
    expect(early.listFixtures().homes).toMatchObject([home]);
    // It began when the page was scrolled already.
    expect(late.listFixtures().homes).toBeUndefined();

    scrollTo(0, 0);
    fix('static');
    expect(late.listFixtures()).toMatchObject({ fixtures: [], homes: [home] });
    // In another view it may be elsewhere.
    late.turnTo(1);
    expect(late.listFixtures().homes).toBeUndefined();
  });

  it('is told with what lies in it, and that again only where it has moved in it', () => {
    show(`<header id="head" style="position: fixed; top: 0; width: 100%; height: 60px"><b id="a">A</b></header>
      <p id="b">B</p><div style="height: 3000px"></div>`);
    const book = createElementBook();
    scrollTo(0, 10);
    book.note(find('#a'));
    book.note(find('#b'));
    const [a, b] = book.drain();
    expect(a).toMatchObject({
      attachment: 'viewport',
      fixture: { selector: '#head', box: { yDocumentPx: 10 } },
    });
    expect(a!.box.yDocumentPx).toBeGreaterThanOrEqual(10);
    expect(b).not.toHaveProperty('fixture');
    scrollTo(0, 500);
    book.measureSeen(1);
    expect(book.drain()).toEqual([]);
    find('#head').setAttribute('style', 'position: fixed; top: 0; width: 100%; height: 60px; padding: 9px');
    book.measureSeen(2);
    expect(book.drain()).toMatchObject([{ index: 0, measuredMs: 2, fixture: { box: { yDocumentPx: 500 } } }]);
  });
});
