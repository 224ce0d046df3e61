import { RangeStep } from './range-step.ts';
import { SeededAverage } from './seeded-average.ts';

/** Wilder's average of the true range: the unchecked part of indicators. */
export class AverageRange {
  readonly #step = new RangeStep();
  readonly #average: SeededAverage;

  /** `length` in true ranges, of which the first bar has none. */
  constructor(length: number) {
    this.#average = new SeededAverage(length, 1 / length);
  }

  get ready(): boolean {
    return this.#average.ready;
  }

  /** NaN until ready. */
  get value(): number {
    return this.#average.value;
  }

  push(high: number, low: number, close: number): void {
    const range = this.#step.next(high, low, close);
    if (!Number.isNaN(range)) this.#average.push(range);
  }
}
