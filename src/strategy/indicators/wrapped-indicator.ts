import { type Indicator, requireInput, requireLength } from './indicator.ts';

/** What is wrapped, and how it is fed. */
export interface WrappedSettings<Input extends readonly number[]> {
  /** Stands in errors. */
  readonly name: string;
  /** The number of updates after which it is ready for the first time. */
  readonly lookback: number;
  /** Feeds it, and returns its value or, while there is none, anything else. */
  readonly next: (...input: Input) => unknown;
}

/**
 * An indicator of another package as one of ours, for `track`: of `technicalindicators` with `next: (close) =>
 * rsi.nextValue(close)`, of `trading-signals` with `next: (close) => rsi.update(close, false)`. What it computes is for that
 * package to answer for; inputs that are not finite or above 1e150 in size never reach it.
 */
export class WrappedIndicator<Input extends readonly number[] = [value: number]> implements Indicator<Input> {
  readonly lookback: number;
  readonly #name: string;
  readonly #next: (...input: Input) => unknown;
  #value = Number.NaN;

  constructor({ name, lookback, next }: WrappedSettings<Input>) {
    this.lookback = requireLength(name, lookback, 1);
    this.#name = name;
    this.#next = next;
  }

  get ready(): boolean {
    return !Number.isNaN(this.#value);
  }

  get value(): number {
    return this.#value;
  }

  update(...input: Input): void {
    for (const each of input) requireInput(this.#name, each);
    const value = this.#next(...input);
    this.#value = typeof value === 'number' && Number.isFinite(value) ? value : Number.NaN;
  }
}
