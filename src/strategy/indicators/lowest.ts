import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { MonotoneWindow } from './monotone-window.ts';

/** The lowest of the last `length` inputs. O(1) amortised. */
export class Lowest implements Indicator {
  readonly lookback: number;
  /** Of the inputs with their sign turned. */
  readonly #window: MonotoneWindow;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = requireLength('Lowest', length, 1);
    this.#window = new MonotoneWindow(length);
  }

  get ready(): boolean {
    return this.#window.count >= this.lookback;
  }

  get value(): number {
    return this.ready ? -this.#window.highest : Number.NaN;
  }

  update(value: number): void {
    requireInput('Lowest', value);
    this.#window.push(-value);
  }
}
