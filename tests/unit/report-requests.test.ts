// Requests to the report's worker: what is superseded is dropped, and never answers for what came after it.
import { expose, wrap, type Remote } from 'comlink';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Analysis } from '../../entrypoints/report/worker/analysis-worker.ts';
import { askAnalysis } from '../../entrypoints/report/worker/ask-analysis.ts';
import { createTickets } from '../../entrypoints/report/worker/tickets.ts';

const STEP_MS = 5;

const LONG_STEPS = 20;

/** On the other side of a channel, as the worker is: steps, each of which takes all of the thread for a while. */
let channel: MessageChannel;
let analysis: Remote<Analysis>;
let steps: string[];

function takeLong(name: string): void {
  const end = performance.now() + STEP_MS;
  while (performance.now() < end);
  steps.push(name);
}

beforeEach(() => {
  steps = [];
  const tickets = createTickets();
  channel = new MessageChannel();
  expose(
    {
      cancel: (ticket: number) => tickets.cancel(ticket),
      detect: (ticket: number, id: string) =>
        tickets.run(ticket, async (giveWay) => {
          for (let step = 1; step <= (id === 'long' ? LONG_STEPS : 2); step += 1) {
            await giveWay();
            takeLong(`${id} ${step}`);
          }
          if (id === 'broken') throw new Error('it broke');
          return id;
        }),
    },
    channel.port1 as never,
  );
  analysis = wrap<Analysis>(channel.port2 as never);
});
afterEach(() => {
  channel.port1.close();
  channel.port2.close();
});

const ask = (signal: AbortSignal, id: string): Promise<unknown> =>
  askAnalysis(signal, (remote, ticket) => remote.detect(ticket, id), analysis);

const settle = (asked: Promise<unknown>): Promise<unknown> =>
  asked.catch((error: Error) => (error.name === 'AbortError' ? 'dropped' : error.message));

describe('a request', () => {
  it('that nobody takes back is answered', async () => {
    expect(await ask(new AbortController().signal, 'a')).toBe('a');
    expect(steps).toEqual(['a 1', 'a 2']);
  });

  it('that fails says why', async () => {
    await expect(ask(new AbortController().signal, 'broken')).rejects.toThrow('it broke');
  });

  it('of a row that each supersede the last costs nothing but the last', async () => {
    const answers: Promise<unknown>[] = [];
    let ending = new AbortController();
    for (let i = 0; i < 20; i += 1) {
      ending.abort();
      ending = new AbortController();
      answers.push(settle(ask(ending.signal, String(i))));
    }
    expect(await Promise.all(answers)).toEqual([...Array.from({ length: 19 }, () => 'dropped'), '19']);
    expect(steps).toEqual(['19 1', '19 2']);
  });

  it('that is taken back while it runs ends there, and leaves the thread to the next', async () => {
    const ending = new AbortController();
    const answer = settle(ask(ending.signal, 'long'));
    while (steps.length === 0) await new Promise((resolve) => setImmediate(resolve));
    ending.abort();
    expect(await answer).toBe('dropped');
    const done = steps.length;
    expect(done).toBeLessThan(LONG_STEPS);
    expect(await ask(new AbortController().signal, 'b')).toBe('b');
    expect(steps.slice(done)).toEqual(['b 1', 'b 2']);
  });

  it('that was answered just as it was taken back answers nobody', async () => {
    const ending = new AbortController();
    const answer = askAnalysis(
      ending.signal,
      async (remote, ticket) => {
        const found = await remote.detect(ticket, 'late');
        ending.abort();
        return found;
      },
      analysis,
    );
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    expect(steps).toEqual(['late 1', 'late 2']);
  });

  it('that is over before it begins is not asked', async () => {
    const ending = new AbortController();
    ending.abort();
    await expect(ask(ending.signal, 'a')).rejects.toMatchObject({ name: 'AbortError' });
    expect(await ask(new AbortController().signal, 'b')).toBe('b');
    expect(steps).toEqual(['b 1', 'b 2']);
  });
});
