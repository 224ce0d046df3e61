import { bayesSteinMean } from '../allocation/bayes-stein-mean.ts';
import { meanVarianceWeights } from '../allocation/mean-variance-weights.ts';
import { shrunkCovariance } from '../allocation/shrunk-covariance.ts';
import type { SampleSet } from './meta-learner.ts';
import type { ClassedRows } from './prototype-classes.ts';

/** A part of every portfolio is spread evenly: few rows say little. */
const EVEN_SHARE = 0.5;

/** A symbol has a weight of its own where it has at least this part of the slices of the class. */
const PRESENCE_MIN = 0.5;

/** A variance at or below this counts as none. */
const VARIANCE_MIN = 1e-12;

/** Of each class a portfolio over the symbols of its rows. */
export interface ClassPortfolios {
  /** The weight of a symbol in the portfolio of a class; that of an even share for a symbol that no row knows. */
  weight(one: number, symbol: number): number;
  /** All weights, class after class, in the order in which symbols were first met. */
  readonly weights: Float64Array;
}

/** Simple returns of some symbols over the slices of a class. */
interface ClassReturns {
  readonly symbols: readonly number[];
  /** One array a symbol, in the order of the slices. */
  readonly returns: readonly Float64Array[];
  /** The deviation of the returns of each symbol, as its rows know it by their units; null where they do not. */
  readonly deviations: Float64Array | null;
  /** As many of the slices as have labels that do not overlap, at least 1. */
  readonly periods: number;
}

/**
 * The portfolio of each class from the returns of its own rows alone, never from those of a query: the long-only growth-optimal
 * one for small returns (Kelly 1956; mean less half of the variance), with the means shrunk to one another by `bayesSteinMean` and
 * the correlations by `shrunkCovariance`, and half of it then spread evenly over all symbols that rows of any class know. Deviations
 * are those by which labels were scaled: returns over a horizon that overlap vary too little within a few weeks. The weights are equal where a class has fewer than two slices, or nothing varies. A symbol that has less than half of the slices of
 * the class has its even part alone; a return that is missing counts as the mean of the others.
 */
export function classPortfolios({ members }: Pick<ClassedRows, 'members'>): ClassPortfolios {
  const symbols = [...new Set(members.flatMap((set) => Array.from(set.labels.keys(), symbolIn(set))))];
  const even = 1 / Math.max(1, symbols.length);
  const portfolios = members.map((set) => {
    const best = growthOptimal(classReturns(set));
    const own = (symbol: number): number => (best === null ? even : (best.get(symbol) ?? 0));
    return new Map(
      symbols.map((symbol) => [symbol, EVEN_SHARE * even + (1 - EVEN_SHARE) * own(symbol)] as const),
    );
  });
  return {
    weight: (one, symbol) => portfolios[one]?.get(symbol) ?? even,
    weights: Float64Array.from(portfolios.flatMap((portfolio) => [...portfolio.values()])),
  };
}

/** The symbol of a row; each row is one of its own where a set does not know. */
function symbolIn({ symbols }: SampleSet): (row: number) => number {
  return (row) => symbols?.[row] ?? row;
}

function classReturns(set: SampleSet): ClassReturns {
  const places = new Map<number, number>();
  for (let row = 0; row < set.rows; row++) {
    const slice = set.slices?.[row] ?? 0;
    if (!places.has(slice)) places.set(slice, places.size);
  }
  const bySymbol = new Map<number, Float64Array>();
  const unitSums = new Map<number, number>();
  for (let row = 0; row < set.rows; row++) {
    const symbol = symbolIn(set)(row);
    const returns = bySymbol.get(symbol) ?? new Float64Array(places.size).fill(Number.NaN);
    returns[places.get(set.slices?.[row] ?? 0)!] = Math.exp(set.labels[row]! * (set.units?.[row] ?? 1)) - 1;
    bySymbol.set(symbol, returns);
    unitSums.set(symbol, (unitSums.get(symbol) ?? 0) + (set.units?.[row] ?? 0));
  }
  const present = [...bySymbol].filter(
    ([, returns]) => returns.filter(Number.isFinite).length >= PRESENCE_MIN * places.size,
  );
  return {
    symbols: present.map(([symbol]) => symbol),
    returns: present.map(([, returns]) => completed(returns)),
    deviations: set.units
      ? Float64Array.from(
          present,
          ([symbol, returns]) => unitSums.get(symbol)! / returns.filter(Number.isFinite).length,
        )
      : null,
    periods: Math.max(1, places.size / (set.horizonBars ?? 1)),
  };
}

/** With the mean of what is there in place of what is not. */
function completed(returns: Float64Array): Float64Array {
  const mean = meanOf(returns.filter(Number.isFinite));
  return returns.map((value) => (Number.isFinite(value) ? value : mean));
}

/** The weight of each symbol; null where nothing can be said of them. */
function growthOptimal(known: ClassReturns): ReadonlyMap<number, number> | null {
  const { symbols, returns, deviations, periods } = known;
  const count = symbols.length;
  if (count === 0 || returns[0]!.length < 2) return null;
  const { covariance } = shrunkCovariance(returns);
  const variances = symbols.map((_, i) => covariance[i * (count + 1)]!);
  if (variances.some((variance) => !(variance > VARIANCE_MIN))) return null;
  if (deviations) {
    const scales = variances.map((variance, i) => deviations[i]! / Math.sqrt(variance));
    for (let at = 0; at < covariance.length; at++)
      covariance[at]! *= scales[Math.floor(at / count)]! * scales[at % count]!;
  }
  const { mean } = bayesSteinMean(returns.map(meanOf), covariance, periods);
  const weights = meanVarianceWeights({ mean, covariance, riskAversion: 1 });
  return new Map(symbols.map((symbol, i) => [symbol, weights[i]!]));
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
