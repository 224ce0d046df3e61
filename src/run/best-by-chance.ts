import { expectedBest } from '../evidence/expected-best.ts';

/** The Sharpe ratio that the best of these trials would show by chance alone; trials without one count as zero. */
export function bestByChance(sharpes: readonly (number | null)[]): number | null {
  return expectedBest(sharpes.map((sharpe) => sharpe ?? 0));
}
