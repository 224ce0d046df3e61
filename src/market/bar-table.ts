import type { BarSeries } from '../model/bar-series.ts';
import { BarRows } from './bar-rows.ts';
import { INPUT_KINDS, type InputKind } from './input-kind.ts';
import { middleCount, unpackBars } from './packed-bars.ts';

const CAPACITY_FIRST = 1024;

/**
 * The bars of one symbol while they are read: a growing table, bar after bar, that only ever holds valid bars in
 * strictly rising time order.
 */
export class BarTable {
  /** What takes the rows. */
  readonly rows: BarRows;
  #kind: InputKind = INPUT_KINDS.bars;
  #count = 0;
  #values = new Float64Array(0);

  constructor(allowNegativePrices: boolean) {
    const store = {
      begin: (kind: InputKind): void => this.#begin(kind),
      push: (kept: Float64Array): void => this.#push(kept),
    };
    this.rows = new BarRows(store, allowNegativePrices);
  }

  /** The bars as a series of exactly their number. */
  toSeries(symbol: string): BarSeries {
    const { name, columns } = this.#kind;
    const packed = Array.from({ length: columns }, (_, field) => this.#column(field));
    const column = (): Float64Array => new Float64Array(this.#count);
    const middles = Array.from({ length: middleCount(name) }, column);
    const series = unpackBars(symbol, name, packed, { middles, zeros: column() });
    const hasVolume = series.volume.some((units) => units > 0);
    return { ...series, ...(!hasVolume && { hasVolume }) };
  }

  #begin(kind: InputKind): void {
    this.#kind = kind;
    this.#values = new Float64Array(CAPACITY_FIRST * kind.columns);
  }

  #push(kept: Float64Array): void {
    const at = this.#count * kept.length;
    if (at === this.#values.length) {
      const grown = new Float64Array(at * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values.set(kept, at);
    this.#count++;
  }

  #column(field: number): Float64Array {
    const { columns } = this.#kind;
    const column = new Float64Array(this.#count);
    for (let bar = 0; bar < column.length; bar++) column[bar] = this.#values[bar * columns + field];
    return column;
  }
}
