import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { WindowWeightedMean } from './window-weighted-mean.ts';

/**
 * The mean of the last `length` inputs with weights that rise from 1 for the oldest to `length` for the present one. Summed
 * anew at each update, in a time in proportion to `length`, so that nothing drifts. In units of the input.
 */
export class WeightedMovingAverage implements Indicator {
  readonly lookback: number;
  readonly #mean: WindowWeightedMean;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = requireLength('WeightedMovingAverage', length, 1);
    this.#mean = new WindowWeightedMean(length);
  }

  get ready(): boolean {
    return this.#mean.ready;
  }

  get value(): number {
    return this.#mean.value;
  }

  update(value: number): void {
    requireInput('WeightedMovingAverage', value);
    this.#mean.push(value);
  }
}
