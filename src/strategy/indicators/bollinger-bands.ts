import { type Indicator, requireInput, requireLength, requireWidth } from './indicator.ts';
import { SimpleMovingAverage } from './simple-moving-average.ts';
import { StandardDeviation } from './standard-deviation.ts';

/**
 * Bollinger bands: the mean of the last `length` inputs, and `width` standard deviations above and below it, with the
 * population's divisor `length` (Bollinger 2001, "Bollinger on Bollinger Bands"). `value` is the middle. In units of price.
 */
export class BollingerBands implements Indicator {
  readonly lookback: number;
  readonly #mean: SimpleMovingAverage;
  readonly #deviation: StandardDeviation;
  readonly #width: number;

  /** `length` at least 2; `width` above zero, usually 2. */
  constructor(length: number, width = 2) {
    this.lookback = requireLength('BollingerBands', length, 2);
    // From the sample's divisor to the population's.
    this.#width = requireWidth('BollingerBands', width) * Math.sqrt((length - 1) / length);
    this.#mean = new SimpleMovingAverage(length);
    this.#deviation = new StandardDeviation(length);
  }

  get ready(): boolean {
    return this.#mean.ready;
  }

  get value(): number {
    return this.#mean.value;
  }

  get upper(): number {
    return this.#mean.value + this.#width * this.#deviation.value;
  }

  get lower(): number {
    return this.#mean.value - this.#width * this.#deviation.value;
  }

  update(value: number): void {
    requireInput('BollingerBands', value);
    this.#mean.update(value);
    this.#deviation.update(value);
  }
}
