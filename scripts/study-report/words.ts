/** Numbers as a report's reader reads them. */
import type { Estimate, Share } from '../../src/session/estimates.ts';

const NONE = '–';

export function number(value: number | null | undefined, decimals = 1): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
  return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** `12.3 [10.1, 14.5]` */
export function interval(
  value: number | null | undefined,
  low: number | null | undefined,
  high: number | null | undefined,
  decimals = 1,
): string {
  if (value === null || value === undefined) return NONE;
  const own = number(value, decimals);
  if (low === null || low === undefined || high === null || high === undefined) return own;
  return `${own} [${number(low, decimals)}, ${number(high, decimals)}]`;
}

export function meanWithInterval(estimate: Estimate | null, decimals = 1): string {
  return interval(estimate?.mean, estimate?.ciLow, estimate?.ciHigh, decimals);
}

export function shareWithInterval(share: Share | null): string {
  if (!share) return NONE;
  return `${number(share.pct, 0)} % [${number(share.ciLowPct, 0)}, ${number(share.ciHighPct, 0)}]`;
}

export function seconds(ms: number | null | undefined, decimals = 1): string {
  return ms === null || ms === undefined ? NONE : number(ms / 1000, decimals);
}

export function secondsInterval(
  ms: number | null | undefined,
  low: number | null | undefined,
  high: number | null | undefined,
): string {
  return interval(toSeconds(ms), toSeconds(low), toSeconds(high));
}

export function toSeconds(ms: number | null | undefined): number | null {
  return ms === null || ms === undefined ? null : ms / 1000;
}

export function plural(count: number, word: string): string {
  return `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;
}

export function day(iso: string): string {
  return new Date(iso).toISOString().slice(0, 10);
}
