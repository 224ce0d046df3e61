import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { SeededAverage } from './seeded-average.ts';

/**
 * Wilder's moving average: the mean of the first `length` inputs, then average += (input - average) / length (Wilder 1978,
 * "New Concepts in Technical Trading Systems"). In units of the input.
 */
export class SmoothedMovingAverage implements Indicator {
  readonly lookback: number;
  readonly #average: SeededAverage;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = requireLength('SmoothedMovingAverage', length, 1);
    this.#average = new SeededAverage(length, 1 / length);
  }

  get ready(): boolean {
    return this.#average.ready;
  }

  get value(): number {
    return this.#average.value;
  }

  update(value: number): void {
    requireInput('SmoothedMovingAverage', value);
    this.#average.push(value);
  }
}
