import type { ClassedRows } from './prototype-classes.ts';

/** A part of every portfolio is spread evenly: few rows say little of a mean return. */
const EVEN_SHARE = 0.5;

/** A variance below this counts as this one. */
const VARIANCE_MIN = 1e-8;

/** Of each class a portfolio over the symbols of its rows. */
export interface ClassPortfolios {
  /** The weight of a symbol in the portfolio of a class; that of an even share for a symbol that no row knows. */
  weight(one: number, symbol: number): number;
}

/**
 * The portfolio of each class from the returns of its own rows alone, never from those of a query: long-only, in
 * proportion to mean return over variance where the mean is above 0 (the growth-optimal one for small uncorrelated
 * returns, Kelly 1956), shrunk half the way to equal weights. Where no mean is above 0 the weights are equal.
 */
export function classPortfolios({ rows, classOf, classes }: ClassedRows): ClassPortfolios {
  const symbols = [...new Set(rows.symbols ?? classOf.keys())];
  const even = 1 / Math.max(1, symbols.length);
  const weights = Array.from({ length: classes }, (_, one) => {
    const parts = symbols.map((symbol) => {
      const returns: number[] = [];
      classOf.forEach((found, row) => {
        if (found !== one || (rows.symbols?.[row] ?? row) !== symbol) return;
        returns.push(Math.exp(rows.labels[row]! * (rows.units?.[row] ?? 1)) - 1);
      });
      return kellyPart(returns);
    });
    const total = parts.reduce((sum, part) => sum + part, 0);
    return new Map(
      symbols.map((symbol, i) => {
        const share = total > 0 ? parts[i]! / total : even;
        return [symbol, (1 - EVEN_SHARE) * share + EVEN_SHARE * even];
      }),
    );
  });
  return { weight: (one, symbol) => weights[one]!.get(symbol) ?? even };
}

function kellyPart(returns: readonly number[]): number {
  if (returns.length === 0) return 0;
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const variance = returns.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / returns.length;
  return Math.max(0, mean) / Math.max(VARIANCE_MIN, variance);
}
