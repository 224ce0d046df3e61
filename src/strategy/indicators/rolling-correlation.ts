import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { WindowPairs } from './window-pairs.ts';

/**
 * Pearson's correlation of the last `length` pairs of inputs, from -1 to 1; 0 where one of the two does not vary. Of prices it
 * says little: give it returns, or take `RollingBeta`, which forms them. Takes a time in proportion to `length`.
 */
export class RollingCorrelation implements Indicator<[first: number, second: number]> {
  readonly lookback: number;
  readonly #pairs: WindowPairs;

  /** `length` at least 2. */
  constructor(length: number) {
    this.lookback = requireLength('RollingCorrelation', length, 2);
    this.#pairs = new WindowPairs(length);
  }

  get ready(): boolean {
    return this.#pairs.ready;
  }

  get value(): number {
    return this.#pairs.correlation;
  }

  update(first: number, second: number): void {
    requireInput('RollingCorrelation', first);
    requireInput('RollingCorrelation', second);
    this.#pairs.push(first, second);
  }
}
