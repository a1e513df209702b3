import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchLeave } from '../../src/page-api/watch-leave.ts';

const SECOND = 1000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A page whose worker answers as `list` says, one answer for each question; an error is a worker that was stopped. */
function openPage(list: (boolean | Error)[], { prerendering = false } = {}) {
  const controller = new AbortController();
  const page = Object.assign(new EventTarget(), {
    document: Object.assign(new EventTarget(), { prerendering }),
  });
  const ask = vi.fn(async () => {
    const answer = list.shift();
    if (answer === undefined) throw new Error('Asked once too often.');
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const onTakenBack = vi.fn();
  const listen = vi.fn<(signal: AbortSignal, onChange: () => void) => void>();
  const leave = watchLeave(controller.signal, { ask, listen, onTakenBack }, page);
  const show = (persisted: boolean): void =>
    void page.dispatchEvent(Object.assign(new Event('pageshow'), { persisted }));
  const change = (): void => listen.mock.calls[0]![1]();
  return { controller, page, ask, onTakenBack, leave, show, change };
}

describe('a page’s leave', () => {
  it('is what the worker says', async () => {
    expect(await openPage([true]).leave.isGiven()).toBe(true);
    const { leave, onTakenBack } = openPage([false]);
    expect(await leave.isGiven()).toBe(false);
    expect(onTakenBack).toHaveBeenCalledTimes(1);
  });

  it('is asked for once, however often the page asks for something', async () => {
    const { leave, ask } = openPage([true]);
    await Promise.all([leave.isGiven(), leave.isGiven()]);
    await leave.isGiven();
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('is asked for anew where other sites are allowed, and when the page is gone back to', async () => {
    for (const stir of ['change', 'show'] as const) {
      const { leave, onTakenBack, ...page } = openPage([true, true, false]);
      expect(await leave.isGiven()).toBe(true);
      page[stir](true);
      expect(await leave.isGiven()).toBe(true);
      expect(onTakenBack).not.toHaveBeenCalled();
      page[stir](true);
      expect(await leave.isGiven()).toBe(false);
      expect(onTakenBack).toHaveBeenCalledTimes(1);
    }
  });

  it('is not asked for anew when the page is shown for the first time', async () => {
    const { leave, ask, show } = openPage([true]);
    show(false);
    await leave.isGiven();
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('is that of the newest answer, where it changes while it is asked for', async () => {
    const { leave, change } = openPage([false, true]);
    const given = leave.isGiven();
    change();
    expect(await given).toBe(true);
  });

  it('is known only once the worker, which slept or was stopped, has answered', async () => {
    const { leave, ask, onTakenBack } = openPage([new Error('The port closed.'), new Error('None.'), true]);
    const given = vi.fn();
    void leave.isGiven().then(given);
    await vi.advanceTimersByTimeAsync(SECOND / 10);
    expect(given).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(SECOND);
    expect(given).toHaveBeenCalledWith(true);
    expect(ask).toHaveBeenCalledTimes(3);
    expect(onTakenBack).not.toHaveBeenCalled();
  });

  it('ends with an extension that is gone: nobody is asked any more, and nothing is said to be taken back', async () => {
    const { leave, ask, controller, onTakenBack } = openPage([new Error('Extension context invalidated.')]);
    const given = leave.isGiven();
    await vi.advanceTimersByTimeAsync(SECOND / 10);
    controller.abort();
    await vi.advanceTimersByTimeAsync(SECOND);
    expect(await given).toBe(false);
    expect(ask).toHaveBeenCalledTimes(1);
    expect(onTakenBack).not.toHaveBeenCalled();
  });

  it('is asked for once a page that was loaded ahead of time is shown: before, it is no tab’s', async () => {
    const { leave, ask, page } = openPage([true], { prerendering: true });
    const given = leave.isGiven();
    await vi.advanceTimersByTimeAsync(SECOND);
    expect(ask).not.toHaveBeenCalled();
    page.document.prerendering = false;
    page.document.dispatchEvent(new Event('prerenderingchange'));
    expect(await given).toBe(true);
  });
});
