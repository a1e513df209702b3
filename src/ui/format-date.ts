// Dates as the person's own language writes them.

const DATE_AND_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export function formatDate(iso: string): string {
  return DATE_AND_TIME.format(new Date(iso));
}
