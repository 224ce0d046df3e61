import type { MetricValue } from '../model/metric-value.ts';
import { defined, NO_TRIPS, undefinedBecause } from './metric-result.ts';
import type { TripFigures } from './trip-tally.ts';

/**
 * Kelly fraction: `p − (1 − p) / (w / l)`, with p the hit rate, w the mean profit of the round trips that won and l the mean loss of
 * the others, those at zero included. The part of the account that would have grown it fastest if each round trip were a bet that
 * wins w or loses l. Kelly 1956, "A new interpretation of information rate", Bell System Technical Journal 35(4). An estimate from
 * the same trades: nobody should bet as much.
 *
 * Unit: fraction; below zero for a losing system. Undefined without a round trip, and where none won or none lost money.
 */
export function kellyFraction({ count, hits, won, lost }: TripFigures): MetricValue {
  if (count === 0) return undefinedBecause(NO_TRIPS);
  if (hits === 0) return undefinedBecause('no round trip won money');
  if (!(lost > 0)) return undefinedBecause('no round trip lost money');
  const rate = hits / count;
  const payoff = won / hits / (lost / (count - hits));
  return defined(rate - (1 - rate) / payoff);
}
