import type { SettledForecasts } from '../model/forecast.ts';
import type { SampleMemory } from './sample-memory.ts';

/** How a log is set up. */
export interface ForecastLogSettings {
  readonly symbolCount: number;
  readonly labelHorizonBars: number;
  /** Where labels come from. */
  readonly memory: SampleMemory;
  /** Takes the predictions of a decision once their labels are known. */
  readonly take: (forecasts: SettledForecasts) => void;
}

/**
 * Keeps the predictions of the last decisions until their labels are known, and hands both over. At most one prediction of a symbol
 * a slice: the first that was asked for. What has no label by the end of the data is dropped.
 */
export class ForecastLog {
  readonly #settings: ForecastLogSettings;
  /** The predictions of the last slices, one row a slice. */
  readonly #waiting: Float32Array;
  readonly #predictions: Float32Array;
  readonly #labels: Float32Array;

  constructor(settings: ForecastLogSettings) {
    const { symbolCount, labelHorizonBars } = settings;
    this.#settings = settings;
    this.#waiting = new Float32Array((labelHorizonBars + 1) * symbolCount).fill(Number.NaN);
    this.#predictions = new Float32Array(symbolCount);
    this.#labels = new Float32Array(symbolCount);
  }

  /** Hands over what the slice that the memory has just taken made known. */
  settle(): void {
    const { memory, symbolCount, take } = this.#settings;
    const present = this.#rowOf(memory.pushed - 1);
    const decision = memory.lastLabelled;
    if (decision >= 0 && this.#fill(decision)) {
      const { length } = this.#predictions;
      for (let symbol = 0; symbol < length; symbol++) {
        this.#labels[symbol] = Number.isNaN(this.#predictions[symbol]!)
          ? Number.NaN
          : memory.labelOf(decision, symbol);
        if (!Number.isFinite(this.#labels[symbol]!)) this.#labels[symbol] = Number.NaN;
      }
      const [time, knownAt] = [memory.timeOf(decision), memory.timeOf(memory.pushed - 1)];
      take({ time, knownAt, predictions: this.#predictions, labels: this.#labels });
    }
    this.#waiting.fill(Number.NaN, present, present + symbolCount);
  }

  /** Notes a prediction that was made at the present slice. */
  note(symbolIndex: number, prediction: number): void {
    const at = this.#rowOf(this.#settings.memory.pushed - 1) + symbolIndex;
    if (Number.isNaN(this.#waiting[at]!)) this.#waiting[at] = prediction;
  }

  /** Copies the predictions of a decision; false where there was none. */
  #fill(decision: number): boolean {
    const row = this.#rowOf(decision);
    this.#predictions.set(this.#waiting.subarray(row, row + this.#predictions.length));
    return this.#predictions.some((prediction) => !Number.isNaN(prediction));
  }

  #rowOf(slice: number): number {
    const { symbolCount, labelHorizonBars } = this.#settings;
    return (slice % (labelHorizonBars + 1)) * symbolCount;
  }
}
