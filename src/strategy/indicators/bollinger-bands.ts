import { type Indicator, requireInput, requireLength, requireWidth } from './indicator.ts';
import { WindowMean } from './window-mean.ts';
import { WindowSpread } from './window-spread.ts';

/**
 * Bollinger bands: the mean of the last `length` inputs, and `width` standard deviations above and below it, with the
 * population's divisor `length` (Bollinger 2001, "Bollinger on Bollinger Bands"). `value` is the middle. In units of price.
 */
export class BollingerBands implements Indicator {
  readonly lookback: number;
  readonly #mean: WindowMean;
  readonly #spread: WindowSpread;
  readonly #width: number;
  #last = Number.NaN;

  /** `length` at least 2; `width` above zero, usually 2. */
  constructor(length: number, width = 2) {
    this.lookback = requireLength('BollingerBands', length, 2);
    // From the sample's divisor to the population's.
    this.#width = requireWidth('BollingerBands', width) * Math.sqrt((length - 1) / length);
    this.#mean = new WindowMean(length);
    this.#spread = new WindowSpread(length);
  }

  get ready(): boolean {
    return this.#mean.ready;
  }

  get value(): number {
    return this.#mean.value;
  }

  get upper(): number {
    return this.#mean.value + this.#width * Math.sqrt(this.#spread.variance);
  }

  get lower(): number {
    return this.#mean.value - this.#width * Math.sqrt(this.#spread.variance);
  }

  /** The distance of the bands as a part of the middle, Bollinger's bandwidth; 0 where the middle is 0. */
  get bandwidth(): number {
    return this.value === 0 ? 0 : (this.upper - this.lower) / this.value;
  }

  /** Where the last input lies, from 0 at the lower band to 1 at the upper one, Bollinger's %b; 0.5 where they are one. */
  get position(): number {
    const { upper, lower } = this;
    return upper === lower ? 0.5 : (this.#last - lower) / (upper - lower);
  }

  update(value: number): void {
    requireInput('BollingerBands', value);
    this.#mean.push(value);
    this.#spread.push(value);
    this.#last = value;
  }
}
