/**
 * A variance of returns below this is taken for none: rounding leaves about 1e-32, and no account that holds a
 * position varies by so little.
 */
const VARIANCE_MIN = 1e-24;

/** Return series over the same days, and the moments of a resample of those days. Day `count` is day 0 again. */
export class ResampledReturns {
  /** Days in the series and in a resample. */
  readonly count: number;
  readonly periodsPerYear: number;
  readonly #means: Float64Array;
  readonly #distances: readonly Float64Array[];
  /** How many blocks start on a day, less those that ended before it; so its running sum is how often a day was drawn. */
  readonly #steps: Float64Array;
  readonly #drawnMeans: Float64Array;
  readonly #drawnVariances: Float64Array;

  /** Returns are excess returns of one period, as fractions; all series have the same length. */
  constructor(series: readonly Float64Array[], periodsPerYear: number) {
    this.count = series[0]?.length ?? 0;
    this.periodsPerYear = periodsPerYear;
    this.#means = Float64Array.from(series, mean);
    this.#distances = series.map((values, i) => values.map((value) => value - this.#means[i]!));
    this.#steps = new Float64Array(this.count);
    this.#drawnMeans = new Float64Array(series.length);
    this.#drawnVariances = new Float64Array(series.length);
  }

  /** Adds `length` days from `start` on to the resample; `start` is below `count`, `length` at most `count`. */
  add(start: number, length: number): void {
    const steps = this.#steps;
    const end = start + length;
    steps[start] = steps[start]! + 1;
    if (end < this.count) {
      steps[end] = steps[end]! - 1;
    } else if (end > this.count) {
      steps[0] = steps[0]! + 1;
      steps[end - this.count] = steps[end - this.count]! - 1;
    }
  }

  /** Closes the resample, of which there must be `count` days: the moments are those of it, and the next one is empty. */
  draw(): void {
    const times = this.#steps;
    for (let day = 1; day < times.length; day++) times[day] = times[day]! + times[day - 1]!;
    for (let i = 0; i < this.#distances.length; i++) this.#weigh(i, times);
    times.fill(0);
  }

  #weigh(series: number, times: Float64Array): void {
    const distances = this.#distances[series]!;
    let sum = 0;
    let squares = 0;
    for (let day = 0; day < times.length; day++) {
      const distance = distances[day]!;
      const weighted = times[day]! * distance;
      sum += weighted;
      squares += weighted * distance;
    }
    this.#drawnMeans[series] = this.#means[series]! + sum / this.count;
    this.#drawnVariances[series] = (squares - (sum * sum) / this.count) / (this.count - 1);
  }

  /** Annualised Sharpe ratio of a series in the resample; zero where it does not vary in it, like cash. */
  sharpe(series: number): number {
    if (!this.varies(series)) return 0;
    return Math.sqrt(this.periodsPerYear / this.#drawnVariances[series]!) * this.#drawnMeans[series]!;
  }

  /** Annualised mean return of a series in the resample. */
  meanReturn(series: number): number {
    return this.periodsPerYear * this.#drawnMeans[series]!;
  }

  /** Whether a series varies in the resample. */
  varies(series: number): boolean {
    return this.#drawnVariances[series]! > VARIANCE_MIN;
  }
}

/** Arithmetic mean, summed in order. */
export function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
