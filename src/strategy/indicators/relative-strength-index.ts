import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { SeededAverage } from './seeded-average.ts';

/**
 * Wilder's relative strength index, 0 to 100: 100 × gain / (gain + loss), where gain and loss are Wilder's averages of
 * the rises and of the falls between inputs, seeded with the means of the first `length` changes (Wilder 1978, "New
 * Concepts in Technical Trading Systems"). 50 where nothing moved. Not rounded.
 */
export class RelativeStrengthIndex implements Indicator {
  readonly lookback: number;
  readonly #gain: SeededAverage;
  readonly #loss: SeededAverage;
  #previous = Number.NaN;

  /** `length` at least 1, in changes. */
  constructor(length: number) {
    this.lookback = requireLength('RelativeStrengthIndex', length, 1) + 1;
    this.#gain = new SeededAverage(length, 1 / length);
    this.#loss = new SeededAverage(length, 1 / length);
  }

  get ready(): boolean {
    return this.#gain.ready;
  }

  get value(): number {
    if (!this.ready) return Number.NaN;
    const moved = this.#gain.value + this.#loss.value;
    return moved === 0 ? 50 : (100 * this.#gain.value) / moved;
  }

  update(value: number): void {
    requireInput('RelativeStrengthIndex', value);
    const change = value - this.#previous;
    this.#previous = value;
    if (Number.isNaN(change)) return;
    this.#gain.push(Math.max(0, change));
    this.#loss.push(Math.max(0, -change));
  }
}
