import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLeases, TAKE_HOLD_MS } from '../../src/page-api/leases.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const SOON = Promise.resolve(true);

function countLeaves(cameraOn = false) {
  const leave = vi.fn(async () => cameraOn);
  return { leave, leases: createLeases<string>(leave) };
}

/** A start that goes on until it is ended. */
function startSlowly() {
  const ends: ((tracks: boolean) => void)[] = [];
  const started = new Promise<boolean>((resolve) => ends.push(resolve));
  return { started, end: (tracks: boolean) => ends.forEach((end) => end(tracks)) };
}

describe('tracking that a page began', () => {
  it('ends with the last page that holds it, once', async () => {
    const { leave, leases } = countLeaves();
    leases.note('page', false, SOON);
    await SOON;
    leases.take('a');
    leases.note('page', true, SOON);
    leases.take('b');
    await vi.advanceTimersByTimeAsync(2 * TAKE_HOLD_MS);
    expect(await leases.letGo('a')).toBe(true);
    expect(leave).not.toHaveBeenCalled();

    expect(await leases.letGo('b')).toBe(false);
    // A port that let go is closed afterwards.
    await leases.letGo('b');
    await leases.letGo('a');
    await vi.advanceTimersByTimeAsync(2 * TAKE_HOLD_MS);
    expect(leave).toHaveBeenCalledTimes(1);
  });

  it('ends by itself where the page was gone before it took hold, however long it took to start', async () => {
    const { leave, leases } = countLeaves();
    const start = startSlowly();
    leases.note('page', false, start.started);
    await vi.advanceTimersByTimeAsync(3 * TAKE_HOLD_MS);
    start.end(true);
    await vi.advanceTimersByTimeAsync(TAKE_HOLD_MS - 1);
    expect(leave).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(leave).toHaveBeenCalledTimes(1);
  });

  it('begun anew has its own time to be taken hold of', async () => {
    const { leave, leases } = countLeaves();
    leases.note('page', false, SOON);
    await vi.advanceTimersByTimeAsync(0);
    leases.take('a');
    await leases.letGo('a');
    await vi.advanceTimersByTimeAsync(TAKE_HOLD_MS - 1);
    leases.note('page', false, SOON);
    await vi.advanceTimersByTimeAsync(TAKE_HOLD_MS - 1);
    expect(leave).toHaveBeenCalledTimes(1);
    leases.take('b');
    await vi.advanceTimersByTimeAsync(TAKE_HOLD_MS);
    expect(leave).toHaveBeenCalledTimes(1);
  });

  it('goes on for a page that asks as the last one lets go', async () => {
    const { leave, leases } = countLeaves();
    leases.note('page', false, SOON);
    await vi.advanceTimersByTimeAsync(0);
    leases.take('a');
    leases.note('page', true, SOON);
    expect(await leases.letGo('a')).toBe(true);
    leases.take('b');
    expect(leave).not.toHaveBeenCalled();
    expect(await leases.letGo('b')).toBe(false);
  });

  it('goes on for a page that asks while the end of the last one is being settled', async () => {
    const leave = vi.fn(async () => {
      leases.note('page', true, SOON);
      return true;
    });
    const leases = createLeases<string>(leave);
    leases.note('page', false, SOON);
    await vi.advanceTimersByTimeAsync(0);
    leases.take('a');
    expect(await leases.letGo('a')).toBe(true);
    leases.take('b');
    leave.mockResolvedValue(false);
    expect(await leases.letGo('b')).toBe(false);
  });

  it('goes on as a session, which is no page’s to end afterwards', async () => {
    const { leave, leases } = countLeaves(true);
    leases.note('page', false, SOON);
    await vi.advanceTimersByTimeAsync(0);
    leases.take('a');
    leases.note('session', true, SOON);
    expect(await leases.letGo('a')).toBe(true);
    leases.take('b');
    expect(await leases.letGo('b')).toBe(true);
    expect(leave).toHaveBeenCalledTimes(1);
  });

  it('is said to go on where nobody can say how it ended', async () => {
    const leases = createLeases<string>(() => Promise.reject(new Error('No worker.')));
    leases.note('page', false, SOON);
    await vi.advanceTimersByTimeAsync(0);
    leases.take('a');
    expect(await leases.letGo('a')).toBe(true);
  });

  it('that failed says why, until somebody tries again', async () => {
    const { leave, leases } = countLeaves();
    leases.note('page', false, Promise.resolve(false));
    await vi.advanceTimersByTimeAsync(2 * TAKE_HOLD_MS);
    expect(leave).not.toHaveBeenCalled();
    expect(leases.handOver()).toBe(false);
  });
});

describe('tracking that a study began', () => {
  it('goes on after it for the page that holds it, and ends with that', async () => {
    const { leave, leases } = countLeaves();
    leases.note('session', false, SOON);
    leases.note('page', true, SOON);
    await vi.advanceTimersByTimeAsync(0);
    leases.take('a');
    expect(leases.handOver()).toBe(true);
    expect(leave).not.toHaveBeenCalled();
    expect(await leases.letGo('a')).toBe(false);
    expect(leave).toHaveBeenCalledTimes(1);
  });

  it('is nobody’s to keep where nobody holds it', async () => {
    const { leases } = countLeaves();
    leases.note('session', false, SOON);
    expect(leases.handOver()).toBe(false);
  });
});

describe('tracking that a check began', () => {
  function beginCheck(started = SOON) {
    const { leave, leases } = countLeaves();
    leases.take('check');
    leases.note('check', false, started);
    return { leave, leases };
  }

  it('ends with the check, also while it is starting', async () => {
    const { leave, leases } = beginCheck(startSlowly().started);
    expect(await leases.letGo('check')).toBe(false);
    expect(leave).toHaveBeenCalledTimes(1);
  });

  it('goes on where a page has asked for it meanwhile, until that lets go', async () => {
    const { leave, leases } = beginCheck();
    leases.note('page', true, SOON);
    await vi.advanceTimersByTimeAsync(0);
    leases.take('page');
    expect(await leases.letGo('check')).toBe(true);
    expect(leave).not.toHaveBeenCalled();
    expect(await leases.letGo('page')).toBe(false);
  });

  it('goes on where the person has asked for it meanwhile, as long as they want', async () => {
    const { leave, leases } = beginCheck();
    leases.note('person', true, SOON);
    expect(await leases.letGo('check')).toBe(true);
    leases.note('page', true, SOON);
    await vi.advanceTimersByTimeAsync(0);
    leases.take('page');
    expect(await leases.letGo('page')).toBe(true);
    expect(leave).not.toHaveBeenCalled();
  });

  it('that was gone before it started ends by itself', async () => {
    const { leave, leases } = countLeaves();
    leases.take('check');
    await leases.letGo('check');
    leases.note('check', false, SOON);
    await vi.advanceTimersByTimeAsync(TAKE_HOLD_MS);
    expect(leave).toHaveBeenCalledTimes(1);
  });
});

it.each(['person', 'session'] as const)('tracking that a %s began is nobody else’s to end', async (wish) => {
  const { leave, leases } = countLeaves();
  leases.note(wish, false, SOON);
  leases.take('a');
  leases.note('check', true, SOON);
  expect(await leases.letGo('a')).toBe(true);
  await vi.advanceTimersByTimeAsync(2 * TAKE_HOLD_MS);
  expect(leave).not.toHaveBeenCalled();
});
