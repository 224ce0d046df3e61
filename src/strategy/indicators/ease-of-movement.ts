import {
  type Indicator,
  requireInput,
  requireLength,
  requireRange,
  requireVolume,
  requireWidth,
} from './indicator.ts';
import { WindowMean } from './window-mean.ts';

/**
 * Arms's ease of movement: the mean over `length` bars of the change of the middle (high + low) / 2, times high - low, for each
 * `scale` units of volume; a bar without volume counts 0 (Arms 1989, "Volume Cycles in the Stock Market").
 */
export class EaseOfMovement implements Indicator<[high: number, low: number, volume: number]> {
  readonly lookback: number;
  readonly #scale: number;
  readonly #mean: WindowMean;
  #before = Number.NaN;

  /** `length` at least 1 in changes, usually 14; `scale` above zero. */
  constructor(length = 14, scale = 1e6) {
    this.lookback = requireLength('EaseOfMovement', length, 1) + 1;
    this.#scale = requireWidth('EaseOfMovement', scale);
    this.#mean = new WindowMean(length);
  }

  get ready(): boolean {
    return this.#mean.ready;
  }

  get value(): number {
    return this.#mean.value;
  }

  update(high: number, low: number, volume: number): void {
    requireRange('EaseOfMovement', high, low);
    requireVolume('EaseOfMovement', volume);
    const middle = (high + low) / 2;
    const isFirst = Number.isNaN(this.#before);
    const ease =
      isFirst || volume === 0 ? 0 : (((middle - this.#before) * (high - low)) / volume) * this.#scale;
    requireInput('EaseOfMovement', ease);
    this.#before = middle;
    if (!isFirst) this.#mean.push(ease);
  }
}
