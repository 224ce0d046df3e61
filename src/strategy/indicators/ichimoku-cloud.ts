import { type Indicator, requireLength, requireRange } from './indicator.ts';
import { WindowRange } from './window-range.ts';

/**
 * Ichimoku: the middles of the ranges of the last `conversion` bars (`value`, Tenkan-sen), of the last `base` bars (`base`,
 * Kijun-sen) and of the last `span` bars. Of each bar comes a cloud that is drawn `displacement` bars later: its edges are the
 * mean of conversion and base, and the middle of `span`. `spanA` and `spanB` are the edges that are drawn at the present bar,
 * `aheadA` and `aheadB` those that will be drawn `displacement` bars from now. The lagging span is the close and needs no
 * indicator (Hosoda 1969). In units of price.
 */
export class IchimokuCloud implements Indicator<[high: number, low: number]> {
  readonly lookback: number;
  readonly #conversion: WindowRange;
  readonly #base: WindowRange;
  readonly #span: WindowRange;
  /** The edges of the last `displacement` bars and of the present one. */
  readonly #edgesA: Float64Array;
  readonly #edgesB: Float64Array;
  #count = 0;

  /** Lengths of at least 1, usually 9, 26, 52 and 26; TradingView draws one bar sooner, and so has 25 for the last. */
  constructor(conversion = 9, base = 26, span = 52, displacement = 26) {
    for (const length of [conversion, base, span, displacement]) requireLength('IchimokuCloud', length, 1);
    this.lookback = Math.max(conversion, base, span) + displacement;
    this.#conversion = new WindowRange(conversion);
    this.#base = new WindowRange(base);
    this.#span = new WindowRange(span);
    this.#edgesA = new Float64Array(displacement + 1);
    this.#edgesB = new Float64Array(displacement + 1);
  }

  get ready(): boolean {
    return this.#count >= this.lookback;
  }

  get value(): number {
    return this.ready ? this.#conversion.middle : Number.NaN;
  }

  get base(): number {
    return this.ready ? this.#base.middle : Number.NaN;
  }

  get spanA(): number {
    return this.#oldest(this.#edgesA);
  }

  get spanB(): number {
    return this.#oldest(this.#edgesB);
  }

  get aheadA(): number {
    return (this.value + this.base) / 2;
  }

  get aheadB(): number {
    return this.ready ? this.#span.middle : Number.NaN;
  }

  update(high: number, low: number): void {
    requireRange('IchimokuCloud', high, low);
    this.#conversion.push(high, low);
    this.#base.push(high, low);
    this.#span.push(high, low);
    const at = this.#count % this.#edgesA.length;
    this.#edgesA[at] = (this.#conversion.middle + this.#base.middle) / 2;
    this.#edgesB[at] = this.#span.middle;
    this.#count++;
  }

  #oldest(edges: Float64Array): number {
    return this.ready ? edges[this.#count % edges.length] : Number.NaN;
  }
}
