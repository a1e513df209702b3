// Student's t distribution: how far a mean of a few may be off.

/** With more degrees of freedom t is the normal distribution to four digits, and its peak too narrow for the steps. */
const MOST_FREEDOM = 10_000;
const STEPS = 2000;
const HALVINGS = 50;

/**
 * P(|T| < t) with `freedom` degrees of freedom, at least 1. Substituting t = sqrt(freedom) tan(angle) turns the density
 * into a power of the cosine:
 *
 *     P = integral of cos(a)^(freedom - 1) from 0 to angle / the same from 0 to pi / 2
 */
export function probabilityWithin(t: number, freedom: number): number {
  const own = Math.min(MOST_FREEDOM, freedom);
  const angle = Math.atan(Math.abs(t) / Math.sqrt(own));
  return integrate(angle, own) / integrate(Math.PI / 2, own);
}

/** The t within which T lies with that probability: 2.262 for 0.95 and 9 degrees of freedom. */
export function findQuantile(probability: number, freedom: number): number {
  const own = Math.min(MOST_FREEDOM, freedom);
  const wanted = probability * integrate(Math.PI / 2, own);
  let [low, high] = [0, Math.PI / 2];
  for (let i = 0; i < HALVINGS; i += 1) {
    const middle = (low + high) / 2;
    if (integrate(middle, own) < wanted) low = middle;
    else high = middle;
  }
  return Math.sqrt(own) * Math.tan((low + high) / 2);
}

/** Simpson's rule. */
function integrate(angle: number, freedom: number): number {
  const step = angle / STEPS;
  let sum = 0;
  for (let i = 0; i <= STEPS; i += 1) {
    const weight = i === 0 || i === STEPS ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * Math.cos(i * step) ** (freedom - 1);
  }
  return (sum * step) / 3;
}
