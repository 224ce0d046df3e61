/** Returns of a trial are summed up over so many stretches of days. */
export const STRETCHES = 16;

/** The number of returns, their sum and the sum of their squares. */
const WIDTH = 3;

/** Each stretch has at least so many days, or it says nothing. */
const STRETCH_DAYS_MIN = 5;

/** How many trials are tried on all combinations of sixteen stretches; more of them on those of eight. */
const TRIALS_FINE_MAX = 2000;

/** The probability of overfitting, and what it was computed from. */
export interface OverfittingProbability {
  /** Between 0 and 1: how often the best trial of one half of the stretches was below the median in the other half. */
  readonly probability: number;
  readonly trials: number;
  readonly stretches: number;
  /** Ways to choose half of the stretches. */
  readonly combinations: number;
}

/**
 * Sums up returns over sixteen stretches of days, as equal as can be: all that the probability of overfitting needs. Three numbers a
 * stretch: how many returns, their sum, and the sum of their squares.
 */
export function returnBlocks(returns: Float64Array): Float64Array {
  const blocks = new Float64Array(STRETCHES * WIDTH);
  for (let stretch = 0; stretch < STRETCHES; stretch++) {
    const from = Math.floor((stretch * returns.length) / STRETCHES);
    const to = Math.floor(((stretch + 1) * returns.length) / STRETCHES);
    for (let day = from; day < to; day++) {
      blocks[stretch * WIDTH + 1]! += returns[day]!;
      blocks[stretch * WIDTH + 2]! += returns[day]! * returns[day]!;
    }
    blocks[stretch * WIDTH] = to - from;
  }
  return blocks;
}

/**
 * The probability of backtest overfitting by combinatorially symmetric cross-validation: over all ways to choose half of the stretches, how
 * often the trial with the best Sharpe ratio in them ranks at or below the median of all in the other half (`logit(rank / (N + 1)) ≤
 * 0`). Trials as the blocks of `returnBlocks`, of the same days. A string says why there is none.
 *
 * Bailey, Borwein, López de Prado & Zhu 2017, "The probability of backtest overfitting", Journal of Computational Finance 20(4).
 */
export function overfittingProbability(
  trials: readonly Float64Array[],
  stretches = trials.length > TRIALS_FINE_MAX ? STRETCHES / 2 : STRETCHES,
): OverfittingProbability | string {
  if (trials.length < 2) return 'fewer than two trials have returns';
  const blocks = trials.map((trial) => (stretches === STRETCHES ? trial : merged(trial, stretches)));
  const [first] = blocks;
  const days = countsOf(first!);
  if (days.some((count) => count < STRETCH_DAYS_MIN)) {
    return `fewer than ${STRETCH_DAYS_MIN * stretches} daily returns`;
  }
  if (blocks.some((block) => countsOf(block).some((count, i) => count !== days[i]))) {
    return 'the trials have returns of different days';
  }
  const totals = blocks.map((block) => sumsOf(block, (1 << stretches) - 1));
  let [below, combinations] = [0, 0];
  const [inside, outside] = [new Float64Array(blocks.length), new Float64Array(blocks.length)];
  for (let chosen = 0; chosen < 1 << stretches; chosen++) {
    if (bitCount(chosen) !== stretches / 2) continue;
    for (const [trial, block] of blocks.entries()) {
      const sums = sumsOf(block, chosen);
      const total = totals[trial]!;
      inside[trial] = sharpeOf(sums);
      outside[trial] = sharpeOf([total[0] - sums[0], total[1] - sums[1], total[2] - sums[2]]);
    }
    combinations++;
    if (2 * rankOf(outside, bestOf(inside)) <= blocks.length + 1) below++;
  }
  return { probability: below / combinations, trials: blocks.length, stretches, combinations };
}

type Sums = readonly [count: number, sum: number, squares: number];

function merged(block: Float64Array, stretches: number): Float64Array {
  const whole = new Float64Array(stretches * WIDTH);
  for (let i = 0; i < block.length; i++) {
    const stretch = Math.floor((Math.floor(i / WIDTH) * stretches) / STRETCHES);
    whole[stretch * WIDTH + (i % WIDTH)]! += block[i]!;
  }
  return whole;
}

function countsOf(block: Float64Array): number[] {
  return Array.from(block.filter((_, i) => i % WIDTH === 0));
}

function sumsOf(block: Float64Array, chosen: number): Sums {
  let [count, sum, squares] = [0, 0, 0];
  for (let stretch = 0, at = 0; at < block.length; stretch++, at += WIDTH) {
    if (((chosen >> stretch) & 1) === 0) continue;
    count += block[at]!;
    sum += block[at + 1]!;
    squares += block[at + 2]!;
  }
  return [count, sum, squares];
}

/** Of one period; zero for a trial that does not vary, like cash. */
function sharpeOf([count, sum, squares]: Sums): number {
  const average = sum / count;
  const variance = (squares - sum * average) / (count - 1);
  return variance > 1e-24 ? average / Math.sqrt(variance) : 0;
}

function bestOf(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

/** The rank of a value from the worst, from 1; equal values share the mean of their ranks. */
function rankOf(values: Float64Array, of: number): number {
  let [below, equal] = [0, 0];
  for (const value of values) {
    if (value < values[of]!) below++;
    else if (value === values[of]!) equal++;
  }
  return below + (equal + 1) / 2;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let left = bits; left > 0; left >>= 1) count += left & 1;
  return count;
}
