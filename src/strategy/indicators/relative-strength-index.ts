import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { RelativeStrength } from './relative-strength.ts';

/**
 * Wilder's relative strength index, 0 to 100: 100 × gain / (gain + loss), where gain and loss are Wilder's averages of
 * the rises and of the falls between inputs, seeded with the means of the first `length` changes (Wilder 1978, "New
 * Concepts in Technical Trading Systems"). 50 where nothing moved. Not rounded.
 */
export class RelativeStrengthIndex implements Indicator {
  readonly lookback: number;
  readonly #strength: RelativeStrength;

  /** `length` at least 1, in changes. */
  constructor(length: number) {
    this.lookback = requireLength('RelativeStrengthIndex', length, 1) + 1;
    this.#strength = new RelativeStrength(length);
  }

  get ready(): boolean {
    return this.#strength.ready;
  }

  get value(): number {
    return this.#strength.value;
  }

  update(value: number): void {
    requireInput('RelativeStrengthIndex', value);
    this.#strength.push(value);
  }
}
