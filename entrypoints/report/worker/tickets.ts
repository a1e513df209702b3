// Requests to a worker that can be taken back: the worker gives way between steps, and drops what nobody waits for any more.

/** Between two steps of a request: lets those that have come meanwhile in, and ends the request where it was taken back. */
export type GiveWay = () => Promise<void>;

export type Tickets = {
  /**
   * Does the work of a request, which calls `giveWay` before each step that takes long.
   * @throws {DOMException} `AbortError` where it was cancelled; what the work throws
   */
  run<Result>(ticket: number, work: (giveWay: GiveWay) => Promise<Result>): Promise<Result>;
  /** Of one that has ended, or never came, nothing happens. */
  cancel(ticket: number): void;
};

export function createTickets(): Tickets {
  const open = new Map<number, AbortController>();
  return {
    async run(ticket, work) {
      const controller = new AbortController();
      open.set(ticket, controller);
      try {
        return await work(async () => {
          // A task of its own: messages that wait are handled before it.
          await new Promise((resolve) => setTimeout(resolve));
          controller.signal.throwIfAborted();
        });
      } finally {
        open.delete(ticket);
      }
    },
    cancel: (ticket) => open.get(ticket)?.abort(),
  };
}
