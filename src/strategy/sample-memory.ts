import type { MarketSlice } from '../model/market-slice.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';
import type { FeatureSet } from './features/feature-set.ts';
import type { SampleSet } from './learn/meta-learner.ts';
import { type TaskContext, taskContext } from './learn/task-context.ts';

/** Rows that were collected from a window of decision slices, and when their last label became known. */
export interface CollectedSamples extends SampleSet {
  readonly slices: Int32Array;
  readonly symbols: Int32Array;
  readonly units: Float64Array;
  /** Rows left out because a feature was not finite. */
  readonly rowsMasked: number;
  /** Times of the first and the last decision slice of the window. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly labelsKnownAt: EpochMs;
}

/** The same with what was known of the market when the last label became known. */
export interface CollectedTask extends CollectedSamples {
  readonly context: TaskContext;
}

/** How large a memory is. */
export interface SampleMemorySettings {
  /** Slices kept. */
  readonly capacity: number;
  readonly symbolCount: number;
  readonly featureCount: number;
  readonly labelHorizonBars: number;
  /** Where returns begin: at the open of the slice after the decision, or at the close of its own; `'open'` where left out. */
  readonly labelFrom?: 'open' | 'close' | undefined;
}

/**
 * The last slices with the features, prices and volatility of every symbol, from which labelled rows are collected
 * once their labels are known. A label at slice s is `log(close[s+h] / open[s+1]) / (volatility[s] × √h)`; from the close, it has
 * `close[s]` for `open[s+1]`.
 */
export class SampleMemory {
  readonly #settings: SampleMemorySettings;
  readonly #time: Float64Array;
  readonly #features: Float64Array;
  readonly #volatility: Float64Array;
  readonly #open: Float64Array;
  readonly #close: Float64Array;
  readonly #volume: Float64Array;
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
    this.#volume = new Float64Array(cells);
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
      this.#volume[cell] = slice.volume[symbol]!;
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

  /** The label of a symbol at a decision slice that is kept, once it is known; not finite where it has none. */
  labelOf(slice: number, symbol: number): number {
    this.#assertLabelled(slice, slice);
    return this.#label(slice, symbol);
  }

  /**
   * The rows of the decision slices `first` to `last`, in time order and then in the order of `symbols` (all, where
   * null). Rows without features, without a bar at s+1 or s+h, with a volatility of zero, or with a feature that is not
   * finite, are left out. Throws E_INVARIANT unless the slices are kept and their labels are all known now.
   */
  collect(first: number, last: number, symbols: readonly number[] | null): CollectedSamples {
    const { symbolCount, featureCount, labelHorizonBars } = this.#settings;
    this.#assertLabelled(first, last);
    const chosen = symbols ?? Array.from({ length: symbolCount }, (_, symbol) => symbol);
    const rowsMax = (last - first + 1) * chosen.length;
    const features = new Float64Array(rowsMax * featureCount);
    const labels = new Float64Array(rowsMax);
    const units = new Float64Array(rowsMax);
    const slices = new Int32Array(rowsMax);
    const symbolOf = new Int32Array(rowsMax);
    let rows = 0;
    let rowsMasked = 0;
    for (let slice = first; slice <= last; slice++) {
      for (const symbol of chosen) {
        const label = this.#label(slice, symbol);
        if (!Number.isFinite(label)) continue;
        const from = this.#cell(slice, symbol) * featureCount;
        const row = this.#features.subarray(from, from + featureCount);
        if (!row.every(Number.isFinite)) {
          rowsMasked++;
          continue;
        }
        features.set(row, rows * featureCount);
        units[rows] = this.#unit(slice, symbol);
        slices[rows] = slice;
        symbolOf[rows] = symbol;
        labels[rows++] = label;
      }
    }
    return {
      rows,
      featureCount,
      features: features.subarray(0, rows * featureCount),
      labels: labels.subarray(0, rows),
      units: units.subarray(0, rows),
      slices: slices.subarray(0, rows),
      symbols: symbolOf.subarray(0, rows),
      horizonBars: labelHorizonBars,
      rowsMasked,
      from: this.timeOf(first),
      to: this.timeOf(last),
      labelsKnownAt: this.timeOf(last + labelHorizonBars),
    };
  }

  /** The same, with the context of these slices and of those in which their labels became known. */
  collectTask(first: number, last: number, symbols: readonly number[] | null): CollectedTask {
    const samples = this.collect(first, last, symbols);
    const chosen = symbols ?? Array.from({ length: this.#settings.symbolCount }, (_, symbol) => symbol);
    return { ...samples, context: this.#context(first, last + this.#settings.labelHorizonBars, chosen) };
  }

  /** What the returns and volumes of the slices `first` to `last` say of some symbols. */
  #context(first: number, last: number, symbols: readonly number[]): TaskContext {
    const slices = last - first + 1;
    const returns = new Float64Array(slices * symbols.length).fill(Number.NaN);
    const volumes = returns.slice();
    symbols.forEach((symbol, column) => {
      for (let slice = first; slice <= last; slice++) {
        const cell = this.#cell(slice, symbol);
        const at = (slice - first) * symbols.length + column;
        if (this.#state[cell] === 0) continue;
        volumes[at] = this.#volume[cell]!;
        const before = this.#cell(slice - 1, symbol);
        if (slice === first || this.#state[before] === 0) continue;
        returns[at] = Math.log(this.#close[cell]! / this.#close[before]!);
      }
    });
    return taskContext({ slices, symbols, returns, volumes });
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
    const start = this.#settings.labelFrom === 'close' ? this.#close[decision]! : this.#open[entry]!;
    return Math.log(this.#close[exit]! / start) / this.#unit(slice, symbol);
  }

  /** The log return over the horizon that a label of 1 stands for. */
  #unit(slice: number, symbol: number): number {
    return this.#volatility[this.#cell(slice, symbol)]! * Math.sqrt(this.#settings.labelHorizonBars);
  }
}
