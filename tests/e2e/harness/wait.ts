// Waiting in tests.

export function sleep(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

/** Waits until `holds`, asking often; throws naming `what` after `withinMs`. */
export async function waitUntil(
  holds: () => boolean | Promise<boolean>,
  withinMs: number,
  what: string,
): Promise<void> {
  const endMs = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error(`Waited ${withinMs} ms for ${what}.`);
    await sleep(20);
  }
}
