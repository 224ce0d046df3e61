import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { SeededAverage } from './seeded-average.ts';

/**
 * The exponential moving average: the mean of the first `length` inputs, then
 * average += 2 / (length + 1) × (input - average).
 */
export class ExponentialMovingAverage implements Indicator {
  readonly lookback: number;
  readonly #average: SeededAverage;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = requireLength('ExponentialMovingAverage', length, 1);
    this.#average = new SeededAverage(length, 2 / (length + 1));
  }

  get ready(): boolean {
    return this.#average.ready;
  }

  get value(): number {
    return this.#average.value;
  }

  update(value: number): void {
    requireInput('ExponentialMovingAverage', value);
    this.#average.push(value);
  }
}
