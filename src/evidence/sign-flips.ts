import type { Random } from '../math/random.ts';

/** All flips are tried for so many values or fewer. */
const EXACT_MAX = 14;

/**
 * The two-sided p-value of the hypothesis that values are symmetric around zero, by flipping their signs: the share of flips whose mean is as
 * far from zero or farther. Exact up to fourteen values, else `(1 + #) / (1 + flips)` of random flips. One for no values.
 *
 * Fisher 1935, "The design of experiments", section 21.
 */
export function signFlipPValue(values: Float64Array, flips: number, random: Random): number {
  const observed = Math.abs(sumOf(values));
  // What rounding makes of the same sum in another order.
  const least = observed * (1 - 1e-12);
  if (values.length <= EXACT_MAX) {
    const all = 1 << values.length;
    let beyond = 0;
    for (let signs = 0; signs < all; signs++) {
      let sum = 0;
      for (let i = 0; i < values.length; i++) sum += (signs >> i) & 1 ? values[i]! : -values[i]!;
      if (Math.abs(sum) >= least) beyond++;
    }
    return beyond / all;
  }
  let beyond = 0;
  for (let flip = 0; flip < flips; flip++) {
    let sum = 0;
    for (const value of values) sum += random.uniform() < 0.5 ? value : -value;
    if (Math.abs(sum) >= least) beyond++;
  }
  return (1 + beyond) / (1 + flips);
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
