import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLeases, TAKE_HOLD_MS } from '../../src/page-api/leases.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function countLeaves(cameraOn = false) {
  const leave = vi.fn(async () => cameraOn);
  return { leave, leases: createLeases<string>(leave) };
}

describe('tracking that a page began', () => {
  it('ends with the last page that holds it, once', async () => {
    const { leave, leases } = countLeaves();
    leases.begin();
    leases.take('a');
    leases.take('b');
    expect(await leases.letGo('a')).toBe(true);
    await vi.advanceTimersByTimeAsync(2 * TAKE_HOLD_MS);
    expect(leave).not.toHaveBeenCalled();

    expect(await leases.letGo('b')).toBe(false);
    // A port that let go is closed afterwards.
    await leases.letGo('b');
    await leases.letGo('a');
    expect(leave).toHaveBeenCalledTimes(1);
  });

  it('ends by itself where the page was gone before it took hold', async () => {
    const { leave, leases } = countLeaves();
    leases.begin();
    await vi.advanceTimersByTimeAsync(TAKE_HOLD_MS - 1);
    expect(leave).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(leave).toHaveBeenCalledTimes(1);
  });

  it('begun anew has its own time to be taken hold of', async () => {
    const { leave, leases } = countLeaves();
    leases.begin();
    leases.take('a');
    await leases.letGo('a');
    await vi.advanceTimersByTimeAsync(TAKE_HOLD_MS - 1);
    leases.begin();
    await vi.advanceTimersByTimeAsync(TAKE_HOLD_MS - 1);
    expect(leave).toHaveBeenCalledTimes(1);
    leases.take('b');
    await vi.advanceTimersByTimeAsync(TAKE_HOLD_MS);
    expect(leave).toHaveBeenCalledTimes(1);
  });

  it('goes on as a session, which is no page’s to end afterwards', async () => {
    const { leave, leases } = countLeaves(true);
    leases.begin();
    leases.take('a');
    expect(await leases.letGo('a')).toBe(true);
    leases.take('b');
    expect(await leases.letGo('b')).toBe(true);
    expect(leave).toHaveBeenCalledTimes(1);
  });

  it('is said to go on where nobody can say how it ended', async () => {
    const leases = createLeases<string>(() => Promise.reject(new Error('No worker.')));
    leases.begin();
    leases.take('a');
    expect(await leases.letGo('a')).toBe(true);
  });
});

it('tracking that the person began is no page’s to end', async () => {
  const { leave, leases } = countLeaves();
  leases.take('a');
  expect(await leases.letGo('a')).toBe(true);
  await vi.advanceTimersByTimeAsync(2 * TAKE_HOLD_MS);
  expect(leave).not.toHaveBeenCalled();
});
