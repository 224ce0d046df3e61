import { RegimetaError } from '../model/regimeta-error.ts';

/**
 * The last bars of one column of one symbol, ending at the present bar. The memory behind it holds the declared
 * look-back and nothing later: there is no future in it to be read.
 */
export interface SeriesView {
  /** Bars that can be asked for: at most the declared look-back. */
  readonly length: number;
  /** The value so many bars ago; 0 is the present bar. E_LOOKAHEAD below 0, E_LOOKBACK beyond `length`. */
  ago(bars: number): number;
  /** The arithmetic mean of `bars` values that end `ago` bars before the present one. */
  mean(bars: number, ago?: number): number;
  /** A copy of the last `bars` values (all, by default), oldest first. */
  toArray(bars?: number): Float64Array;
}

/** Reads a ring and holds no other way to it. */
function faceOf(ring: SeriesRing): SeriesView {
  return Object.freeze({
    get length() {
      return ring.length;
    },
    ago: (bars: number) => ring.ago(bars),
    mean: (bars: number, ago?: number) => ring.mean(bars, ago),
    toArray: (bars?: number) => ring.toArray(bars),
  });
}

/** A ring that keeps the last `capacity` values. */
export class SeriesRing implements SeriesView {
  readonly #values: Float64Array;
  readonly #name: string;
  #head = -1;
  #length = 0;

  /** `name` is what errors call the series. */
  constructor(capacity: number, name: string) {
    this.#values = new Float64Array(capacity);
    this.#name = name;
  }

  get length(): number {
    return this.#length;
  }

  /** A read-only face of this ring: a plugin that holds it cannot write. */
  view(): SeriesView {
    return faceOf(this);
  }

  push(value: number): void {
    this.#head = this.#head + 1 === this.#values.length ? 0 : this.#head + 1;
    this.#values[this.#head] = value;
    if (this.#length < this.#values.length) this.#length++;
  }

  ago(bars: number): number {
    this.#check(bars, 1);
    const at = this.#head - bars;
    return this.#values[at < 0 ? at + this.#values.length : at]!;
  }

  mean(bars: number, ago = 0): number {
    this.#check(ago, bars);
    const capacity = this.#values.length;
    let at = this.#head - ago - bars + 1;
    if (at < 0) at += capacity;
    let sum = 0;
    for (let i = 0; i < bars; i++) {
      sum += this.#values[at]!;
      if (++at === capacity) at = 0;
    }
    return sum / bars;
  }

  toArray(bars: number = this.#length): Float64Array {
    if (bars === 0) return new Float64Array(0);
    this.#check(0, bars);
    const copy = new Float64Array(bars);
    for (let i = 0; i < bars; i++) copy[i] = this.ago(bars - 1 - i);
    return copy;
  }

  #check(ago: number, bars: number): void {
    if (ago < 0) {
      throw new RegimetaError('E_LOOKAHEAD', {
        place: this.#name,
        rule: 'a strategy sees the present bar and earlier ones',
        found: `ago(${ago})`,
        repair: 'Ask for 0 (the present bar) or more',
      });
    }
    if (Number.isInteger(ago) && Number.isInteger(bars) && bars >= 1 && ago + bars <= this.#length) return;
    throw new RegimetaError('E_LOOKBACK', {
      place: this.#name,
      rule: `a strategy sees its declared look-back of ${this.#values.length} bars (${this.#length} so far), in whole bars`,
      found: `${bars} bars ending ${ago} bars ago`,
      repair: 'Declare a longer look-back',
    });
  }
}
