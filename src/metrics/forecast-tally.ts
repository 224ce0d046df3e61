import type { SettledForecasts } from '../model/forecast.ts';

/** What metrics need of the forecasts of an arm: a row for each decision, in time order. */
export interface ForecastFigures {
  /** Symbols: the width of a row. */
  readonly width: number;
  /** The time of each decision. */
  readonly times: Float64Array;
  /** Row by row, by symbol index; NaN where there is none. */
  readonly predictions: Float32Array;
  readonly labels: Float32Array;
}

const ROWS_FIRST = 256;

/** Collects the forecasts of an arm as their labels become known: 8 bytes for each symbol and decision. */
export class ForecastTally implements ForecastFigures {
  readonly width: number;
  #rows = 0;
  #times = new Float64Array(0);
  #predictions = new Float32Array(0);
  #labels = new Float32Array(0);

  constructor(width: number) {
    this.width = width;
  }

  get times(): Float64Array {
    return this.#times.subarray(0, this.#rows);
  }

  get predictions(): Float32Array {
    return this.#predictions.subarray(0, this.#rows * this.width);
  }

  get labels(): Float32Array {
    return this.#labels.subarray(0, this.#rows * this.width);
  }

  /** Takes the next decision. */
  add({ time, predictions, labels }: Omit<SettledForecasts, 'knownAt'>): void {
    if (this.#rows === this.#times.length) this.#grow();
    this.#times[this.#rows] = time;
    this.#predictions.set(predictions, this.#rows * this.width);
    this.#labels.set(labels, this.#rows * this.width);
    this.#rows++;
  }

  #grow(): void {
    const rows = Math.max(ROWS_FIRST, 2 * this.#rows);
    const [times, predictions, labels] = [this.#times, this.#predictions, this.#labels];
    this.#times = new Float64Array(rows);
    this.#predictions = new Float32Array(rows * this.width);
    this.#labels = new Float32Array(rows * this.width);
    this.#times.set(times);
    this.#predictions.set(predictions);
    this.#labels.set(labels);
  }
}
