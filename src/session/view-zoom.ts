// How large a page was drawn: px of the screen for one CSS px, at each moment of each view.
import type { Session } from './session-data.ts';

export type Zooms = {
  /** While the view was as it was then; 1 where nothing was told of it. */
  at(view: number, timestampMs: number): number;
  /** When it was last told of. */
  last(view: number): number;
};

export function findZooms({ events }: Pick<Session, 'events'>): Zooms {
  const steps = new Map<number, { timestampMs: number; zoom: number }[]>();
  for (const event of events) {
    if (event.type !== 'viewport') continue;
    const own = steps.get(event.view);
    if (own) own.push(event);
    else steps.set(event.view, [event]);
  }
  return {
    at(view, timestampMs) {
      const own = steps.get(view);
      const step = own?.findLast((one) => one.timestampMs <= timestampMs) ?? own?.[0];
      return step?.zoom ?? 1;
    },
    last: (view) => steps.get(view)?.at(-1)?.zoom ?? 1,
  };
}
