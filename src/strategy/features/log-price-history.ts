/** The last log prices of a number of symbols, each symbol in a ring of its own. Nothing is summed, so nothing drifts. */
export class LogPriceHistory {
  readonly #length: number;
  readonly #ring: Float64Array;
  readonly #count: Int32Array;

  /** Keeps the last `length` prices of each symbol. */
  constructor(symbolCount: number, length: number) {
    this.#length = length;
    this.#ring = new Float64Array(symbolCount * length);
    this.#count = new Int32Array(symbolCount);
  }

  /** Prices taken of the symbol since the start. */
  count(symbolIndex: number): number {
    return this.#count[symbolIndex];
  }

  push(symbolIndex: number, logPrice: number): void {
    const count = this.#count[symbolIndex];
    this.#ring[symbolIndex * this.#length + (count % this.#length)] = logPrice;
    this.#count[symbolIndex] = count + 1;
  }

  /** Adds to all kept prices of the symbol, as a split does. */
  shift(symbolIndex: number, by: number): void {
    const first = symbolIndex * this.#length;
    for (let at = first; at < first + this.#length; at++) this.#ring[at] += by;
  }

  /** The log price `bars` before the last; `bars` below both the length and the count. */
  back(symbolIndex: number, bars: number): number {
    const at = (this.#count[symbolIndex] - 1 - bars) % this.#length;
    return this.#ring[symbolIndex * this.#length + at];
  }

  /** The highest of the last `bars` log prices; `bars` at most the length and the count. */
  highest(symbolIndex: number, bars: number): number {
    const ring = this.#ring;
    const first = symbolIndex * this.#length;
    let at = first + ((this.#count[symbolIndex] - 1) % this.#length);
    let highest = ring[at];
    for (let k = 1; k < bars; k++) {
      at = at === first ? first + this.#length - 1 : at - 1;
      if (ring[at] > highest) highest = ring[at];
    }
    return highest;
  }
}
