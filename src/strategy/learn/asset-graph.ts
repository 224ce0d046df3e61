import type { SampleSet } from './meta-learner.ts';

/** The assets of a task and how they are joined. */
export interface AssetGraph {
  /** Symbols by their place in the graph, in the order in which rows name them first. */
  readonly symbols: readonly number[];
  /** The place of the symbol of each row; −1 for one that had no room. */
  readonly placeOf: Int32Array;
  /** D^−½ (A + I) D^−½, symbols × symbols. */
  readonly adjacency: Float64Array;
}

/**
 * The graph of the assets of a support: A is the correlation of the past returns of two assets where it is above the
 * limit, and 0 elsewhere; D is the diagonal of the row sums of A + I (Kipf & Welling 2017). A set that knows no symbols
 * is one asset, and assets without a known correlation are isolated.
 */
export function assetGraph(support: SampleSet, capacity: number, correlationMin: number): AssetGraph {
  const symbols: number[] = [];
  const placeOf = Int32Array.from({ length: support.rows }, (_, row) => {
    const symbol = support.symbols?.[row] ?? 0;
    const known = symbols.indexOf(symbol);
    if (known >= 0 || symbols.length === capacity) return known;
    return symbols.push(symbol) - 1;
  });
  const count = symbols.length;
  const joined = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      const value = a === b ? 1 : correlationOf(support, symbols[a]!, symbols[b]!);
      joined[a * count + b] = a === b || value > correlationMin ? value : 0;
    }
  }
  const degrees = symbols.map((_, a) =>
    joined.subarray(a * count, (a + 1) * count).reduce((sum, value) => sum + value, 0),
  );
  const adjacency = joined.map(
    (value, at) => value / Math.sqrt(degrees[Math.floor(at / count)]! * degrees[at % count]!),
  );
  return { symbols, placeOf, adjacency };
}

function correlationOf({ context }: SampleSet, a: number, b: number): number {
  if (!context) return 0;
  const { symbols, correlations } = context;
  const [row, column] = [symbols.indexOf(a), symbols.indexOf(b)];
  return row < 0 || column < 0 ? 0 : correlations[row * symbols.length + column]!;
}
