// Random sessions: anything that a session may hold, likely or not.
import * as fc from 'fast-check';
import { createSamples } from '../../src/session/session-chunks.ts';
import type { SampleColumns, Session, SessionEvent, Shot } from '../../src/session/session-data.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 30 });
const label = text.filter((value) => value.trim() !== '');
const px = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const size = fc.double({ min: 0.5, max: 1e6, noNaN: true });
const timeMs = fc.double({ min: 0, max: 4e6, noNaN: true });
const isoTime = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const float32 = fc.float({ noDefaultInfinity: true });

function maybe<T extends object>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> {
  return fc.record(shape, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;
}

const info: fc.Arbitrary<Session['info']> = fc
  .tuple(
    fc.record({
      id: fc.uuid(),
      name: text,
      createdAt: isoTime,
      durationMs: timeMs,
      screen: fc
        .tuple(fc.record({ widthPx: size, heightPx: size }), maybe({ widthCm: size, heightCm: size }))
        .map(([known, more]) => Object.assign(known, more)),
      foveaVersion: label,
      screenshots: fc.boolean(),
    }),
    maybe({
      person: label,
      distanceCm: size,
      camera: fc.record({ label: text }),
      accuracy: fc.record({ checkedAt: isoTime, errorPct: timeMs, precisionPct: timeMs }),
      weightsHash: label,
      userAgent: text,
      notes: text,
      extra: fc.record({ laterKey: fc.jsonValue().map(fromJson) }),
    }),
  )
  .map(([known, more]) => Object.assign(known, more));

function createEvent(views: number, elements: number): fc.Arbitrary<SessionEvent> {
  const at = { timestampMs: timeMs };
  const plain: fc.Arbitrary<SessionEvent>[] = [
    fc.record({ ...at, type: fc.constantFrom('pause' as const, 'resume' as const) }),
    fc.record({ ...at, type: fc.constant('marker' as const), label: text }),
    fc.record({
      ...at,
      type: fc.constant('away' as const),
      reason: fc.constantFrom('excluded' as const, 'forbidden' as const),
    }),
  ];
  if (views === 0) return fc.oneof(...plain);
  const inView = { ...at, view: fc.nat(views - 1) };
  return fc.oneof(
    ...plain,
    fc.record({ ...inView, type: fc.constant('scroll' as const), xScrollPx: px, yScrollPx: px }),
    fc.record({
      ...inView,
      type: fc.constant('viewport' as const),
      widthPx: size,
      heightPx: size,
      zoom: size,
      devicePixelRatio: size,
    }),
    fc.record({ ...inView, type: fc.constant('document' as const), widthPx: size, heightPx: size }),
    fc.record({
      ...inView,
      type: fc.constant('click' as const),
      xDocumentPx: px,
      yDocumentPx: px,
      element: fc.integer({ min: -1, max: elements - 1 }),
    }),
    fc.record({ ...inView, type: fc.constantFrom('show' as const, 'hide' as const) }),
  );
}

function createColumns(count: number, views: number, elements: number): fc.Arbitrary<SampleColumns> {
  const samples = createSamples(count);
  const fill = (values: fc.Arbitrary<number>) =>
    fc.array(values, { minLength: count, maxLength: count, size: 'max' });
  const unknown = fc.oneof(float32, fc.constant(NaN));
  const parts = Object.fromEntries(
    Object.keys(samples).map((name) => {
      if (name === 'timestampMs') return [name, fill(timeMs).map((times) => times.sort((a, b) => a - b))];
      if (name === 'confidence') return [name, fill(fc.float({ min: 0, max: 1, noNaN: true }))];
      if (name === 'view') return [name, fill(fc.integer({ min: -1, max: views - 1 }))];
      if (name === 'element') return [name, fill(fc.integer({ min: -1, max: elements - 1 }))];
      return [name, fill(unknown)];
    }),
  );
  return fc.record(parts).map((values) => {
    const filled = createSamples(count);
    for (const name of Object.keys(filled) as (keyof SampleColumns)[]) {
      filled[name].set(values[name] as number[]);
    }
    return filled;
  });
}

/** Without pictures. */
export const randomSession: fc.Arbitrary<Session> = fc
  .record({ views: fc.nat(4), elements: fc.nat(6), samples: fc.nat(40), events: fc.nat(20) })
  .chain(({ views: viewCount, elements, samples, events }) => {
    const elementCount = viewCount === 0 ? 0 : elements;
    const view = fc.record({
      tab: fc.nat(5),
      url: fc.webUrl({ withQueryParameters: true, withFragments: true }),
      title: text,
      timestampMs: timeMs,
      cause: fc.constantFrom('load' as const, 'route' as const),
    });
    const element = fc.record({
      view: fc.nat(Math.max(0, viewCount - 1)),
      selector: text,
      tag: text,
      attachment: fc.constantFrom('document' as const, 'viewport' as const, 'scroller' as const),
      box: fc.record({ xDocumentPx: px, yDocumentPx: px, widthPx: size, heightPx: size }),
      // A key of a later version.
      role: text,
    });
    const list = <T extends object>(item: fc.Arbitrary<T>, length: number) =>
      fc
        .array(item, { minLength: length, maxLength: length })
        .map((items) => items.map((each, index) => Object.assign(each, { index })));
    return fc.record({
      info,
      views: list(view, viewCount),
      elements: list(element, elementCount),
      events: fc
        .array(createEvent(viewCount, elementCount), { maxLength: events })
        .map((all) => all.toSorted((a, b) => a.timestampMs - b.timestampMs).map(fromJson)),
      samples: createColumns(samples, viewCount, elementCount),
      shots: fc.constant([] as Shot[]),
    });
  })
  .map(({ samples, ...rest }) => Object.assign(fromJson(rest), { samples }));

/** As JSON keeps it: no -0, plain prototypes. */
function fromJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
