// The line that every saved picture of heat carries: without it nobody knows what the colours mean.
import type { PageHeat } from './page-heat.ts';

/**
 * For example: `Spread sigma 61 x 34 px (1.5 deg) · fixations, weighted by duration · every participant weighs the same
 * · n = 3 participants, 4 sessions, 812 fixations · 2026-03-02`.
 * @param date When the picture was made
 */
export function describeHeat(heat: PageHeat, date: Date): string {
  const { options, participants, sessions, gazeCount } = heat;
  const counts = [
    count(participants, 'participant'),
    ...(sessions === participants ? [] : [count(sessions, 'session')]),
    count(gazeCount, options.from === 'samples' ? 'sample' : 'fixation'),
  ];
  return [
    describeSigma(heat),
    `${options.from}, weighted by ${options.weight}`,
    NORMALIZATIONS[options.normalization],
    `n = ${counts.join(', ')}`,
    date.toISOString().slice(0, 10),
  ].join(' · ');
}

const NORMALIZATIONS: Record<PageHeat['options']['normalization'], string> = {
  participant: 'every participant weighs the same',
  time: 'share of all gaze',
  raw: 'not normalized',
};

function describeSigma({ sigma }: PageHeat): string {
  if (!sigma) return 'No gaze';
  const degrees = sigma.deg === null ? 'degrees unknown' : `${sigma.deg.toFixed(1)}°`;
  return `Spread σ ${Math.round(sigma.xPx)} × ${Math.round(sigma.yPx)} px (${degrees})`;
}

function count(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}
