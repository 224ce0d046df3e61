import { normalCumulative } from '../math/normal-distribution.ts';
import type { Random } from '../math/random.ts';
import { longRunVariance } from './long-run-variance.ts';
import { sharpeInfluence } from './sharpe-influence.ts';

/** How the test resamples. */
export interface LedoitWolfSettings {
  /** Whole days, from 1. */
  readonly blockLength: number;
  readonly resamples: number;
}

/** What the test says. */
export interface LedoitWolfResult {
  /** Sharpe ratios of one period, first less second. */
  readonly difference: number;
  /** Its standard error, robust to autocorrelation and heteroskedasticity. */
  readonly standardError: number;
  /** Two-sided, by the studentised bootstrap. */
  readonly pValue: number;
  /** Two-sided, by the normal distribution. */
  readonly pValueNormal: number;
}

/**
 * The test that two Sharpe ratios are equal, on paired excess returns: the difference over its robust standard error, against the same of
 * resamples by circular blocks, each with the standard error of its own blocks. `(1 + #{d* ≥ d}) / (1 + M)`. Null where a series does not
 * vary, or the two are the same.
 *
 * Ledoit & Wolf 2008, "Robust performance hypothesis testing with the Sharpe ratio", Journal of Empirical Finance 15(5), sections 3.1
 * and 3.2; with four estimated moments, n / (n − 4) corrects the variance.
 */
export function ledoitWolf(
  a: Float64Array,
  b: Float64Array,
  { blockLength, resamples }: LedoitWolfSettings,
  random: Random,
): LedoitWolfResult | null {
  const n = a.length;
  const influence = sharpeInfluence(b);
  const differences = sharpeInfluence(a).map((value, day) => value - influence[day]!);
  const standardError = Math.sqrt(longRunVariance(differences) / Math.max(1, n - 4));
  const paired = new PairedMoments(a, b);
  const difference = paired.wholeDifference();
  if (!(standardError > 1e-12) || !Number.isFinite(difference)) return null;
  const observed = Math.abs(difference) / standardError;
  const length = Math.min(blockLength, Math.max(1, n >> 1));
  let [beyond, used] = [0, 0];
  for (let resample = 0; resample < resamples; resample++) {
    const drawn = paired.draw(length, random);
    if (!(drawn.standardError > 0)) continue;
    used++;
    if (Math.abs(drawn.difference - difference) / drawn.standardError >= observed) beyond++;
  }
  return {
    difference,
    standardError,
    pValue: (1 + beyond) / (1 + used),
    pValueNormal: 2 * normalCumulative(-observed),
  };
}

/** Running sums of two series and their squares around the circle, so that the sums of a block take two look-ups. */
class PairedMoments {
  readonly #n: number;
  /** Of a, b, a² and b². */
  readonly #sums: readonly Float64Array[];
  readonly #blocks: Float64Array[] = [];

  constructor(a: Float64Array, b: Float64Array) {
    this.#n = a.length;
    const square = (values: Float64Array): Float64Array => values.map((value) => value * value);
    this.#sums = [a, b, square(a), square(b)].map(circularSums);
  }

  /** The difference of the Sharpe ratios of the series themselves. */
  wholeDifference(): number {
    const moments = this.#sums.map((sums) => sums[this.#n]! / this.#n);
    return sharpeOf(moments[0]!, moments[2]!) - sharpeOf(moments[1]!, moments[3]!);
  }

  /** The difference in a resample by circular blocks, and the standard error that its blocks give. */
  draw(length: number, random: Random): { readonly difference: number; readonly standardError: number } {
    const count = Math.floor(this.#n / length);
    while (this.#blocks.length < count) this.#blocks.push(new Float64Array(4));
    const totals = [0, 0, 0, 0];
    for (let block = 0; block < count; block++) {
      const start = random.integer(this.#n);
      for (let k = 0; k < 4; k++) {
        const sum = this.#sums[k]![start + length]! - this.#sums[k]![start]!;
        this.#blocks[block]![k] = sum;
        totals[k]! += sum;
      }
    }
    const size = count * length;
    const [meanA, meanB, squareA, squareB] = totals.map((sum) => sum / size) as [
      number,
      number,
      number,
      number,
    ];
    const gradient = sharpeGradient(meanA, meanB, squareA, squareB);
    const centre =
      length * (gradient[0] * meanA + gradient[1] * meanB + gradient[2] * squareA + gradient[3] * squareB);
    let spread = 0;
    for (let block = 0; block < count; block++) {
      const sums = this.#blocks[block]!;
      let value = -centre;
      for (let k = 0; k < 4; k++) value += gradient[k]! * sums[k]!;
      spread += value * value;
    }
    // The variance of √size times the difference, from sums over blocks.
    const variance = spread / size;
    return {
      difference: sharpeOf(meanA, squareA) - sharpeOf(meanB, squareB),
      standardError: Math.sqrt(variance / size),
    };
  }
}

function circularSums(values: Float64Array): Float64Array {
  const n = values.length;
  const sums = new Float64Array(2 * n + 1);
  for (let i = 0; i < 2 * n; i++) sums[i + 1] = sums[i]! + values[i % n]!;
  return sums;
}

function sharpeOf(average: number, square: number): number {
  return average / Math.sqrt(square - average * average);
}

/** Of the difference, by the two means and the two mean squares. */
function sharpeGradient(
  meanA: number,
  meanB: number,
  squareA: number,
  squareB: number,
): readonly [number, number, number, number] {
  const scale = (average: number, square: number): number => {
    const variance = square - average * average;
    return variance * Math.sqrt(variance);
  };
  const [scaleA, scaleB] = [scale(meanA, squareA), scale(meanB, squareB)];
  return [squareA / scaleA, -squareB / scaleB, -meanA / (2 * scaleA), meanB / (2 * scaleB)];
}
