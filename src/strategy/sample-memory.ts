import type { MarketSlice } from '../model/market-slice.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';
import type { FeatureSet } from './features/feature-set.ts';
import type { SampleSet } from './learn/meta-learner.ts';

/** Rows that were collected from a window of decision slices, and when their last label became known. */
export interface CollectedSamples extends SampleSet {
  /** Times of the first and the last decision slice of the window. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly labelsKnownAt: EpochMs;
}

/** How large a memory is. */
export interface SampleMemorySettings {
  /** Slices kept. */
  readonly capacity: number;
  readonly symbolCount: number;
  readonly featureCount: number;
  readonly labelHorizonBars: number;
}

/**
 * The last slices with the features, prices and volatility of every symbol, from which labelled rows are collected
 * once their labels are known. A label at slice s is `log(close[s+h] / open[s+1]) / (volatility[s] × √h)`.
 */
export class SampleMemory {
  readonly #settings: SampleMemorySettings;
  readonly #time: Float64Array;
  readonly #features: Float64Array;
  readonly #volatility: Float64Array;
  readonly #open: Float64Array;
  readonly #close: Float64Array;
  /** 0: no bar; 1: a bar; 2: a bar and a feature vector. */
  readonly #state: Uint8Array;
  #pushed = 0;

  constructor(settings: SampleMemorySettings) {
    const cells = settings.capacity * settings.symbolCount;
    this.#settings = settings;
    this.#time = new Float64Array(settings.capacity);
    this.#features = new Float64Array(cells * settings.featureCount);
    this.#volatility = new Float64Array(cells);
    this.#open = new Float64Array(cells);
    this.#close = new Float64Array(cells);
    this.#state = new Uint8Array(cells);
  }

  /** Slices taken so far; the last one has the number `pushed − 1`. */
  get pushed(): number {
    return this.#pushed;
  }

  /** The number of the last slice whose labels are all known now; below 0 while there is none. */
  get lastLabelled(): number {
    return this.#pushed - 1 - this.#settings.labelHorizonBars;
  }

  /** The number of the oldest slice that is still kept. */
  get oldest(): number {
    return Math.max(0, this.#pushed - this.#settings.capacity);
  }

  /** Takes a slice that the feature set has just taken, and restates prices before its splits. Allocates nothing. */
  push(slice: MarketSlice, features: FeatureSet): void {
    const { capacity, symbolCount, featureCount } = this.#settings;
    for (const action of slice.actions) {
      if (action.kind === 'split') this.#split(action.symbolIndex, action.ratio);
    }
    const at = this.#pushed % capacity;
    this.#time[at] = slice.time;
    for (let symbol = 0; symbol < symbolCount; symbol++) {
      const cell = at * symbolCount + symbol;
      this.#state[cell] = slice.fresh[symbol]!;
      if (slice.fresh[symbol] === 0) continue;
      this.#open[cell] = slice.open[symbol]!;
      this.#close[cell] = slice.close[symbol]!;
      if (!features.ready(symbol)) continue;
      this.#state[cell] = 2;
      features.write(symbol, this.#features, cell * featureCount);
      this.#volatility[cell] = features.volatility(symbol);
    }
    this.#pushed++;
  }

  #split(symbol: number, ratio: number): void {
    for (let cell = symbol; cell < this.#open.length; cell += this.#settings.symbolCount) {
      this.#open[cell]! /= ratio;
      this.#close[cell]! /= ratio;
    }
  }

  /** The time of a kept slice. */
  timeOf(slice: number): EpochMs {
    return this.#time[slice % this.#settings.capacity]!;
  }

  /**
   * The rows of the decision slices `first` to `last`, in time order and then in the order of `symbols` (all, where
   * null). Rows without features, without a bar at s+1 or s+h, or with a volatility of zero, are left out. Throws
   * E_INVARIANT unless the slices are kept and their labels are all known now.
   */
  collect(first: number, last: number, symbols: readonly number[] | null): CollectedSamples {
    const { symbolCount, featureCount, labelHorizonBars } = this.#settings;
    this.#assertLabelled(first, last);
    const chosen = symbols ?? Array.from({ length: symbolCount }, (_, symbol) => symbol);
    const rowsMax = (last - first + 1) * chosen.length;
    const features = new Float64Array(rowsMax * featureCount);
    const labels = new Float64Array(rowsMax);
    let rows = 0;
    for (let slice = first; slice <= last; slice++) {
      for (const symbol of chosen) {
        const label = this.#label(slice, symbol);
        if (!Number.isFinite(label)) continue;
        const from = this.#cell(slice, symbol) * featureCount;
        features.set(this.#features.subarray(from, from + featureCount), rows * featureCount);
        labels[rows++] = label;
      }
    }
    return {
      rows,
      featureCount,
      features: features.subarray(0, rows * featureCount),
      labels: labels.subarray(0, rows),
      from: this.timeOf(first),
      to: this.timeOf(last),
      labelsKnownAt: this.timeOf(last + labelHorizonBars),
    };
  }

  #assertLabelled(first: number, last: number): void {
    if (this.oldest <= first && first <= last && last <= this.lastLabelled) return;
    throw new RegimetaError('E_INVARIANT', {
      place: 'sample memory',
      rule: `rows come from kept slices with known labels, now ${this.oldest} to ${this.lastLabelled}`,
      found: `${first} to ${last}`,
    });
  }

  #cell(slice: number, symbol: number): number {
    return (slice % this.#settings.capacity) * this.#settings.symbolCount + symbol;
  }

  /** Not finite where the row cannot be used. */
  #label(slice: number, symbol: number): number {
    const horizon = this.#settings.labelHorizonBars;
    const decision = this.#cell(slice, symbol);
    const entry = this.#cell(slice + 1, symbol);
    const exit = this.#cell(slice + horizon, symbol);
    if (this.#state[decision] !== 2 || this.#state[entry] === 0 || this.#state[exit] === 0) return Number.NaN;
    const unit = this.#volatility[decision]! * Math.sqrt(horizon);
    return Math.log(this.#close[exit]! / this.#open[entry]!) / unit;
  }
}
