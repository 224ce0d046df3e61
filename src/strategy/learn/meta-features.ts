import type { ReturnPanel } from './return-panel.ts';

/** What the numbers of a task's description are, in their order. */
export const META_FEATURE_NAMES = [
  'mean',
  'volatility',
  'skewness',
  'kurtosis',
  'autocorrelation',
  'autocorrelation_of_size',
  'volatility_of_volatility',
  'trend',
  'drawdown',
  'variance_ratio',
  'mean_correlation',
  'first_eigenvalue_share',
  'turnover',
] as const;

/** Every number is kept within ± this. */
const LIMIT = 5;

/** The volatility of a slice at which the feature is 0. */
const VOLATILITY_UNIT = 0.01;

/** Returns that are summed up for the variance ratio. */
const VARIANCE_RATIO_SLICES = 4;

/** A smaller ratio counts as this one: its logarithm is below the limit anyway. */
const VARIANCE_RATIO_MIN = 1e-3;

/**
 * Describes a task by statistics of the mean return m of its symbols over the slices of a panel, with s the population
 * deviation of m, and of its symbols' correlations; all within ± 5, and 0 where there is too little to say:
 *
 * - `mean`: mean(m) / s. `volatility`: ln(s / 0.01).
 * - `skewness`: the third standardised moment. `kurtosis`: the fourth less 3.
 * - `autocorrelation`, `autocorrelation_of_size`: of m and of |m| at lag 1.
 * - `volatility_of_volatility`: the deviation of |m| over its mean.
 * - `trend`: asinh of the t-statistic of the slope of the summed-up m against time.
 * - `drawdown`: the deepest fall of the summed-up m over s√n.
 * - `variance_ratio`: ln of the variance of sums of 4 returns over 4 s² (Lo & MacKinlay 1988).
 * - `mean_correlation`, `first_eigenvalue_share`: of the symbols' correlation matrix.
 * - `turnover`: the mean log volume of the later half of the slices less that of the earlier, over its deviation.
 */
export function metaFeatures(panel: ReturnPanel, correlations: Float64Array): Float64Array {
  const market = meanOfColumns(panel, panel.returns, (value) => value);
  const { mean, deviation } = momentsOf(market);
  const moves = deviation > 1e-12 && market.length > 2;
  const unit = moves ? market.map((value) => (value - mean) / deviation) : market.map(() => 0);
  const sizes = market.map(Math.abs);
  const size = momentsOf(sizes);
  const values = [
    moves ? mean / deviation : 0,
    moves ? Math.log(deviation / VOLATILITY_UNIT) : 0,
    meanOf(unit.map((value) => value * value * value)),
    moves ? meanOf(unit.map((value) => value * value * value * value)) - 3 : 0,
    lagCorrelation(market),
    lagCorrelation(sizes),
    moves && size.mean > 0 ? size.deviation / size.mean : 0,
    moves ? trendOf(unit, mean / deviation) : 0,
    moves ? fallOf(market) / (deviation * Math.sqrt(market.length)) : 0,
    varianceRatioOf(unit),
    meanCorrelation(correlations, panel.symbols.length),
    firstEigenvalueShare(correlations, panel.symbols.length),
    turnoverOf(panel),
  ];
  return Float64Array.from(values, (value) => Math.max(-LIMIT, Math.min(LIMIT, value)));
}

/** The mean of every slice's finite values; slices without any are left out. */
function meanOfColumns(
  { slices, symbols }: ReturnPanel,
  table: Float64Array,
  change: (value: number) => number,
): Float64Array {
  const means: number[] = [];
  for (let slice = 0; slice < slices; slice++) {
    let sum = 0;
    let count = 0;
    for (let column = 0; column < symbols.length; column++) {
      const value = change(table[slice * symbols.length + column]!);
      if (!Number.isFinite(value)) continue;
      sum += value;
      count++;
    }
    if (count > 0) means.push(sum / count);
  }
  return Float64Array.from(means);
}

function meanOf(values: Float64Array): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function momentsOf(values: Float64Array): { readonly mean: number; readonly deviation: number } {
  const mean = meanOf(values);
  const square = meanOf(values.map((value) => (value - mean) * (value - mean)));
  return { mean, deviation: Math.sqrt(square) };
}

function lagCorrelation(values: Float64Array): number {
  const { mean, deviation } = momentsOf(values);
  if (deviation <= 1e-12 || values.length < 3) return 0;
  let sum = 0;
  for (let i = 1; i < values.length; i++) sum += (values[i]! - mean) * (values[i - 1]! - mean);
  return sum / (values.length * deviation * deviation);
}

/** `unit` has mean 0 and variance 1; `drift` is the mean in these units. */
function trendOf(unit: Float64Array, drift: number): number {
  const count = unit.length;
  let path = 0;
  const paths = unit.map((value) => {
    path += value + drift;
    return path;
  });
  const { mean, deviation } = momentsOf(paths);
  const middle = (count - 1) / 2;
  const timeSquare = (count * count - 1) / 12;
  const covariance = meanOf(paths.map((value, i) => (value - mean) * (i - middle)));
  if (deviation <= 1e-12) return 0;
  const correlation = covariance / (deviation * Math.sqrt(timeSquare));
  const rest = Math.max(1e-12, 1 - correlation * correlation);
  return Math.asinh(correlation * Math.sqrt((count - 2) / rest));
}

function fallOf(returns: Float64Array): number {
  let path = 0;
  let highest = 0;
  let fall = 0;
  for (const value of returns) {
    path += value;
    highest = Math.max(highest, path);
    fall = Math.max(fall, highest - path);
  }
  return fall;
}

function varianceRatioOf(unit: Float64Array): number {
  const span = VARIANCE_RATIO_SLICES;
  if (unit.length < 2 * span || unit.every((value) => value === 0)) return 0;
  let square = 0;
  for (let end = span; end <= unit.length; end++) {
    const sum = unit.subarray(end - span, end).reduce((total, value) => total + value, 0);
    square += sum * sum;
  }
  const ratio = square / ((unit.length - span + 1) * span);
  return Math.log(Math.max(VARIANCE_RATIO_MIN, ratio));
}

function meanCorrelation(correlations: Float64Array, count: number): number {
  if (count < 2) return 0;
  const sum = correlations.reduce((total, value) => total + value, 0);
  return (sum - count) / (count * (count - 1));
}

/** By power iteration from the vector of ones, which is enough for a share. */
function firstEigenvalueShare(correlations: Float64Array, count: number): number {
  if (count < 2) return 0;
  let vector = Float64Array.from({ length: count }, (_, i) => 1 + i / count);
  let eigenvalue = 1;
  for (let round = 0; round < 50; round++) {
    const product = vector.map((_, row) =>
      vector.reduce((sum, value, column) => sum + value * correlations[row * count + column]!, 0),
    );
    const length = Math.sqrt(product.reduce((sum, value) => sum + value * value, 0));
    if (!(length > 1e-12)) return 0;
    eigenvalue = length;
    vector = product.map((value) => value / length);
  }
  return eigenvalue / count;
}

function turnoverOf(panel: ReturnPanel): number {
  const logarithms = meanOfColumns(panel, panel.volumes, Math.log);
  const { deviation } = momentsOf(logarithms);
  if (deviation <= 1e-12 || logarithms.length < 4) return 0;
  const half = logarithms.length >> 1;
  return (meanOf(logarithms.subarray(half)) - meanOf(logarithms.subarray(0, half))) / deviation;
}
