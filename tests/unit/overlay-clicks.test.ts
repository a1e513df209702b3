// What leaves the page of the person's clicks: of real ones, a place on the screen and a time.
import { describe, expect, it, vi } from 'vitest';
import type { Click } from '../../src/gaze/click-targets.ts';
import { watchClicks } from '../../src/overlay/watch-clicks.ts';

type Listener = (event: object) => void;

/** A page on a screen of 1600 x 1000, right of another one. */
function createPage({ locked = false } = {}) {
  const listeners = new Map<string, Listener>();
  const page = {
    addEventListener: (type: string, listener: Listener) => listeners.set(type, listener),
    document: { pointerLockElement: locked ? {} : null },
    performance: { now: () => 5100 },
    screen: {
      width: 1600,
      height: 1000,
      availWidth: 1600,
      availHeight: 1000,
      availLeft: 1920,
      availTop: 0,
    },
  };
  return { page: page as unknown as Window, listeners };
}

const PRESS = {
  isTrusted: true,
  isPrimary: true,
  button: 0,
  screenX: 2320,
  screenY: 750,
  timeStamp: 5000,
};
const CLICK = { isTrusted: true, button: 0, detail: 1, screenX: 2320, screenY: 750, timeStamp: 5080 };

type Changes = { press?: object | null; click?: object; locked?: boolean; wanted?: boolean };

/** The clicks that are told of a press and a click. */
function perform({ press = {}, click = {}, locked = false, wanted = true }: Changes): Click[] {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000_100 });
  const { page, listeners } = createPage({ locked });
  const told: Click[] = [];
  const watch = { isWanted: () => wanted, onClick: (each: Click) => told.push(each) };
  watchClicks(new AbortController().signal, watch, page);
  if (press) listeners.get('pointerdown')!({ ...PRESS, ...press });
  listeners.get('click')!({ ...CLICK, ...click });
  // As for a label, whose control is clicked too.
  listeners.get('click')!({ ...CLICK, ...click });
  vi.useRealTimers();
  return told;
}

describe('a click on the page', () => {
  it('is told once, as a place on the screen and the time of its press, and nothing else', () => {
    expect(perform({})).toEqual([{ xScreen: 0.25, yScreen: 0.75, timestampMs: 1_000_000 }]);
  });

  it.each<[name: string, changes: Changes]>([
    ['nobody learns from clicks', { wanted: false }],
    ['the page made the press', { press: { isTrusted: false } }],
    ['the page made the click', { click: { isTrusted: false } }],
    ['it is a key', { press: null, click: { detail: 0, screenX: 0, screenY: 0 } }],
    ['it has no press', { press: null }],
    ['it is a key after a press', { click: { detail: 0 } }],
    ['it is the second of two', { click: { detail: 2 } }],
    ['it is another button', { press: { button: 2 }, click: { button: 2 } }],
    ['it is a second finger', { press: { isPrimary: false } }],
    ['the pointer was dragged', { click: { screenX: 2340 } }],
    ['it was held for long', { click: { timeStamp: 5700 } }],
    ['the pointer is locked', { locked: true }],
    ['it lies on another screen', { press: { screenX: 1900 }, click: { screenX: 1900 } }],
  ])('is not told where %s', (_name, changes) => {
    expect(perform(changes)).toEqual([]);
  });

  it('is listened for, and no movement', () => {
    const { page, listeners } = createPage();
    watchClicks(new AbortController().signal, { isWanted: () => true, onClick: () => undefined }, page);
    expect([...listeners.keys()]).toEqual(['pointerdown', 'click']);
  });
});
