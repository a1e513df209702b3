// Events as JSON lines and back, each line checked.
import { createChecker, type Checker } from '../../measurement/check-json.ts';
import type { SessionEvent } from '../session-data.ts';
import { EVENTS_ENTRY } from './file-format.ts';

const LINES_A_CHUNK = 1024;

/** The whole file, about a thousand lines at a time. */
export function* writeEventLines(events: readonly SessionEvent[]): Generator<string> {
  for (let first = 0; first < events.length; first += LINES_A_CHUNK) {
    const part = events.slice(first, first + LINES_A_CHUNK);
    yield part.map((event) => `${JSON.stringify(event)}\n`).join('');
  }
}

/** What an event may point at. */
export type EventBounds = { events: number; views: number; elements: number };

type Rule = (check: Checker, event: Record<string, unknown>, path: string, bounds: EventBounds) => void;

const numbers =
  (...keys: string[]): Rule =>
  (check, event, path) =>
    keys.forEach((key) => void check.finite(event[key], `${path}.${key}`));

const inView =
  (more?: Rule): Rule =>
  (check, event, path, bounds) => {
    requireIndex(check, event.view, `${path}.view`, 0, bounds.views);
    more?.(check, event, path, bounds);
  };

const RULES: Record<SessionEvent['type'], Rule> = {
  scroll: inView(numbers('xScrollPx', 'yScrollPx')),
  viewport: inView((check, event, path) => {
    for (const key of ['widthPx', 'heightPx', 'zoom', 'devicePixelRatio'] as const) {
      check.positive(event[key], `${path}.${key}`);
    }
  }),
  document: inView(numbers('widthPx', 'heightPx')),
  click: inView((check, event, path, bounds) => {
    numbers('xDocumentPx', 'yDocumentPx')(check, event, path, bounds);
    requireIndex(check, event.element, `${path}.element`, -1, bounds.elements);
  }),
  show: inView(),
  hide: inView(),
  pause: () => undefined,
  resume: () => undefined,
  marker: (check, event, path) => void check.anyText(event.label, `${path}.label`),
  away: (check, event, path) => void check.oneOf(event.reason, `${path}.reason`, ['excluded', 'forbidden']),
};

/**
 * Takes the file's lines one by one and gives the events at its end. Unknown keys stay.
 *
 * @throws {MeasurementFileError} naming the first line (from 1) that does not fit.
 */
export function createEventParser(source: string, bounds: EventBounds) {
  const check = createChecker(source, EVENTS_ENTRY);
  const events: SessionEvent[] = [];
  return {
    line(text: string): void {
      const path = `line ${events.length + 1}`;
      const event = check.object(parse(check, text, path), path);
      const type = check.oneOf(event.type, `${path}.type`, Object.keys(RULES)) as SessionEvent['type'];
      const time = check.finite(event.timestampMs, `${path}.timestampMs`);
      const before = events.at(-1)?.timestampMs ?? 0;
      if (time < before) {
        check.refuse(`${path}.timestampMs`, time, `the line before it has ${before}; times must rise`);
      }
      RULES[type](check, event, path, bounds);
      events.push(event as SessionEvent);
    },
    finish(): SessionEvent[] {
      if (events.length !== bounds.events) {
        const expected = `session.json says that there are ${bounds.events}`;
        check.refuse('the number of lines', events.length, expected);
      }
      return events;
    },
  };
}

function parse(check: Checker, text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return check.refuse(path, text, 'it must be a JSON object');
  }
}

function requireIndex(check: Checker, json: unknown, path: string, least: number, end: number): void {
  if (Number.isInteger(json) && (json as number) >= least && (json as number) < end) return;
  check.refuse(path, json, end === 0 ? 'there is nothing to name' : `it must be a whole number below ${end}`);
}
