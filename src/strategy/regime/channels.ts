/** What of an observation a detector of shifts looks at: the numbers, their sizes, or both. */
export type ChannelKind = 'values' | 'sizes' | 'both';

/** Mean and standard deviation of the size of a standard normal number. */
const SIZE_MEAN = Math.sqrt(2 / Math.PI);
const SIZE_DEVIATION = Math.sqrt(1 - 2 / Math.PI);

/**
 * The channels of an observation: each number, its size, or both. A shift of the mean shows in the first, one of the variance in the
 * second. The size rather than the square, since it grows slower in the tails.
 */
export class Channels {
  readonly count: number;
  readonly values: Float64Array;
  readonly #kind: ChannelKind;

  constructor(dimension: number, kind: ChannelKind) {
    this.count = kind === 'both' ? 2 * dimension : dimension;
    this.values = new Float64Array(this.count);
    this.#kind = kind;
  }

  /** The mean of a channel of a standard normal number. */
  normalMean(channel: number): number {
    return this.#isSize(channel) ? SIZE_MEAN : 0;
  }

  /** The standard deviation of a channel of a standard normal number. */
  normalDeviation(channel: number): number {
    return this.#isSize(channel) ? SIZE_DEVIATION : 1;
  }

  /** Fills `values` with those of an observation. Allocates nothing. */
  take(observation: Float64Array): void {
    const { values } = this;
    for (let k = 0; k < observation.length; k++) {
      const value = observation[k]!;
      if (this.#kind === 'values') values[k] = value;
      else if (this.#kind === 'sizes') values[k] = Math.abs(value);
      else {
        values[2 * k] = value;
        values[2 * k + 1] = Math.abs(value);
      }
    }
  }

  #isSize(channel: number): boolean {
    return this.#kind === 'sizes' || (this.#kind === 'both' && channel % 2 === 1);
  }
}
