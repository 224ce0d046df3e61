import type { SampleSet } from './meta-learner.ts';

/**
 * A binary tree in arrays: node i has the children 2i + 1, where the feature is at most the threshold, and 2i + 2. A leaf
 * has the feature −1.
 */
export interface RegressionTree {
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly value: Float64Array;
}

/** How far a tree grows. */
export interface TreeLimits {
  readonly depth: number;
  /** The fewest rows of a leaf. */
  readonly leafRows: number;
}

interface Split {
  readonly feature: number;
  readonly threshold: number;
  readonly gain: number;
}

/** Fits a tree to the labels under the squared error, split by split the one that lowers it most. */
export function fitTree(samples: SampleSet, { depth, leafRows }: TreeLimits): RegressionTree {
  const nodes = (1 << (depth + 1)) - 1;
  const tree = {
    feature: new Int32Array(nodes).fill(-1),
    threshold: new Float64Array(nodes),
    value: new Float64Array(nodes),
  };
  const grow = (node: number, rows: readonly number[], left: number): void => {
    tree.value[node] = rows.reduce((sum, row) => sum + samples.labels[row]!, 0) / rows.length;
    const split = left === 0 ? null : bestSplit(samples, rows, leafRows);
    if (split === null) return;
    const { featureCount, features } = samples;
    const isLow = (row: number): boolean => features[row * featureCount + split.feature]! <= split.threshold;
    tree.feature[node] = split.feature;
    tree.threshold[node] = split.threshold;
    grow(2 * node + 1, rows.filter(isLow), left - 1);
    grow(
      2 * node + 2,
      rows.filter((row) => !isLow(row)),
      left - 1,
    );
  };
  grow(
    0,
    Array.from({ length: samples.rows }, (_, row) => row),
    depth,
  );
  return tree;
}

/** The value of a tree for the row of features that begins at `offset`. Allocates nothing. */
export function treeValue(tree: RegressionTree, features: Float64Array, offset: number): number {
  let node = 0;
  for (let feature = tree.feature[0]!; feature >= 0; feature = tree.feature[node]!) {
    node = features[offset + feature]! <= tree.threshold[node]! ? 2 * node + 1 : 2 * node + 2;
  }
  return tree.value[node]!;
}

/** The split with the largest fall of the sum of squares; null where none lowers it. */
function bestSplit(samples: SampleSet, rows: readonly number[], leafRows: number): Split | null {
  const { featureCount, features, labels } = samples;
  const total = rows.reduce((sum, row) => sum + labels[row]!, 0);
  const count = rows.length;
  let best: Split | null = null;
  for (let feature = 0; feature < featureCount; feature++) {
    const featureOf = (row: number): number => features[row * featureCount + feature]!;
    const sorted = rows.toSorted((a, b) => featureOf(a) - featureOf(b) || a - b);
    let sum = 0;
    for (let low = 1; low < count; low++) {
      sum += labels[sorted[low - 1]!]!;
      const [below, beyond] = [featureOf(sorted[low - 1]!), featureOf(sorted[low]!)];
      if (low < leafRows || count - low < leafRows || below === beyond) continue;
      const rest = total - sum;
      const gain = (sum * sum) / low + (rest * rest) / (count - low) - (total * total) / count;
      const threshold = below + (beyond - below) / 2;
      if (gain > 1e-12 && gain > (best?.gain ?? 0)) best = { feature, threshold, gain };
    }
  }
  return best;
}
