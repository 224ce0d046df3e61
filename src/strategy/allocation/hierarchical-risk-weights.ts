import { assetsOf } from './allocation-input.ts';

/** A cluster of assets, in the order of its leaves. */
interface Cluster {
  readonly assets: readonly number[];
  /** When it came about; single assets come first. */
  readonly number: number;
}

/**
 * Hierarchical risk parity (López de Prado 2016, Journal of Portfolio Management 42(4)): assets are joined by single
 * linkage of the Euclidean distances between their columns of √(½(1 − ρ)), put into the order of that tree, and weights are
 * divided by halves in inverse proportion to the variance of each half's inverse-variance portfolio. Long-only, sums to 1,
 * and inverts no matrix. `covariance` is row-major; E_PARAMETER_INVALID for one that is not square and finite with variances above 0.
 */
export function hierarchicalRiskWeights(covariance: Float64Array): Float64Array {
  const assets = assetsOf(covariance, 'hierarchicalRiskWeights');
  const weights = new Float64Array(assets).fill(1);
  const open = [leafOrder(treeDistances(covariance, assets), assets)];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (part.length < 2) continue;
    const middle = Math.floor(part.length / 2);
    const [left, right] = [part.slice(0, middle), part.slice(middle)];
    const [varianceLeft, varianceRight] = [left, right].map((half) =>
      clusterVariance(covariance, assets, half),
    );
    const share = 1 - varianceLeft! / (varianceLeft! + varianceRight!);
    for (const asset of left) weights[asset]! *= share;
    for (const asset of right) weights[asset]! *= 1 - share;
    open.push(left, right);
  }
  return weights;
}

/** Distances between assets by how differently they correlate with all assets. */
function treeDistances(covariance: Float64Array, assets: number): Float64Array {
  const apart = new Float64Array(assets * assets);
  for (let i = 0; i < assets; i++) {
    for (let j = 0; j < assets; j++) {
      const scale = Math.sqrt(covariance[i * assets + i]! * covariance[j * assets + j]!);
      const correlation = i === j ? 1 : covariance[i * assets + j]! / scale;
      apart[i * assets + j] = Math.sqrt(Math.max(0, (1 - correlation) / 2));
    }
  }
  return apart.map((_, at) => {
    const [i, j] = [Math.floor(at / assets), at % assets];
    let squares = 0;
    for (let k = 0; k < assets; k++) {
      const difference = apart[i * assets + k]! - apart[j * assets + k]!;
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  });
}

/** The leaves of the single-linkage tree; of two clusters that are joined the older one comes first. */
function leafOrder(distances: Float64Array, assets: number): readonly number[] {
  const clusters: Cluster[] = Array.from({ length: assets }, (_, asset) => ({
    assets: [asset],
    number: asset,
  }));
  for (let number = assets; clusters.length > 1; number++) {
    let nearest = Number.POSITIVE_INFINITY;
    let pair: readonly [number, number] = [0, 1];
    for (let a = 0; a < clusters.length; a++) {
      for (let b = a + 1; b < clusters.length; b++) {
        const distance = linkage(clusters[a]!, clusters[b]!, distances, assets);
        if (distance < nearest) [nearest, pair] = [distance, [a, b]];
      }
    }
    const [older, newer] = [clusters[pair[0]]!, clusters[pair[1]]!].sort((x, y) => x.number - y.number);
    clusters.splice(pair[1], 1);
    clusters.splice(pair[0], 1);
    clusters.push({ assets: [...older!.assets, ...newer!.assets], number });
  }
  return clusters[0]!.assets;
}

function linkage(a: Cluster, b: Cluster, distances: Float64Array, assets: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const i of a.assets) for (const j of b.assets) least = Math.min(least, distances[i * assets + j]!);
  return least;
}

/** The variance of the inverse-variance portfolio of some assets. */
function clusterVariance(covariance: Float64Array, assets: number, part: readonly number[]): number {
  const inverse = part.map((asset) => 1 / covariance[asset * assets + asset]!);
  const total = inverse.reduce((sum, value) => sum + value, 0);
  let variance = 0;
  part.forEach((i, a) => {
    part.forEach((j, b) => {
      variance += (inverse[a]! * inverse[b]! * covariance[i * assets + j]!) / (total * total);
    });
  });
  return variance;
}
