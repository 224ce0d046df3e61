import type { PastRows } from './past-rows.ts';

/** How a past is cut into segments. */
export interface SegmentationSettings {
  /** What makes segments: the mean alone, or mean and variance, of every number. */
  readonly of: 'mean' | 'mean-and-variance';
  /**
   * The cost of a change, in logarithms of likelihood twice over: above 0; where null that of Schwarz's criterion, (parameters of a segment + 1) × ln(rows).
   */
  readonly penalty: number | null;
  /** The fewest rows of a segment, from 2 on. */
  readonly lengthMin: number;
}

const SEGMENTATION_DEFAULTS: SegmentationSettings = {
  of: 'mean-and-variance',
  penalty: null,
  lengthMin: 10,
};

/** Smallest variance whose logarithm is taken. */
const VARIANCE_MIN = 1e-10;

/**
 * The first rows of the segments of least penalised cost, 0 the first of them, found exactly by pruned dynamic programming: PELT (Killick, Fearnhead & Eckley 2012,
 * Journal of the American Statistical Association 107). The cost of a segment is minus twice its largest normal log-likelihood, with independent numbers; for `mean`
 * with unit variance. **It looks at the whole past**: for labelling past tasks only, never for a decision.
 */
export function segmentPast(rows: PastRows, settings: Partial<SegmentationSettings> = {}): number[] {
  const complete = { ...SEGMENTATION_DEFAULTS, ...settings };
  const { count, dimension } = rows;
  const { lengthMin, of } = complete;
  const parameters = of === 'mean' ? dimension : 2 * dimension;
  const penalty = complete.penalty ?? (parameters + 1) * Math.log(Math.max(2, count));
  if (count < 2 * lengthMin) return [0];
  const cost = costOf(rows, of);
  const best = new Float64Array(count + 1).fill(Number.POSITIVE_INFINITY);
  const before = new Int32Array(count + 1);
  best[0] = -penalty;
  let candidates = [0];
  for (let end = lengthMin; end <= count; end++) {
    for (const start of candidates) {
      if (end - start < lengthMin) continue;
      const total = best[start]! + cost(start, end) + penalty;
      if (total < best[end]!) [best[end], before[end]] = [total, start];
    }
    candidates = candidates.filter(
      (start) => end - start < lengthMin || best[start]! + cost(start, end) <= best[end]!,
    );
    if (best[end]! < Number.POSITIVE_INFINITY) candidates.push(end);
  }
  const starts: number[] = [];
  for (let end = count; end > 0; end = before[end]!) starts.push(before[end]!);
  return starts.reverse();
}

/** The cost of the rows from `start` to before `end`, in constant time by running sums. */
function costOf({ values, dimension, count }: PastRows, of: SegmentationSettings['of']) {
  const sums = new Float64Array((count + 1) * dimension);
  const squares = new Float64Array((count + 1) * dimension);
  const centre = Float64Array.from({ length: dimension }, (_, k) => {
    let sum = 0;
    for (let t = 0; t < count; t++) sum += values[t * dimension + k]!;
    return sum / count;
  });
  for (let at = 0; at < values.length; at++) {
    // About the mean of all, so that the sums of squares do not cancel.
    const value = values[at]! - centre[at % dimension]!;
    sums[at + dimension] = sums[at]! + value;
    squares[at + dimension] = squares[at]! + value * value;
  }
  return (start: number, end: number): number => {
    const length = end - start;
    let cost = 0;
    for (let k = 0; k < dimension; k++) {
      const sum = sums[end * dimension + k]! - sums[start * dimension + k]!;
      const square = squares[end * dimension + k]! - squares[start * dimension + k]!;
      const residual = Math.max(0, square - (sum * sum) / length);
      cost += of === 'mean' ? residual : length * Math.log(Math.max(VARIANCE_MIN, residual / length));
    }
    return cost;
  };
}
