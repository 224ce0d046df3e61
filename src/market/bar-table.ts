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
  #capacity = 0;
  #columns: Float64Array[] = [];

  constructor(allowNegativePrices: boolean) {
    const store = {
      begin: (kind: InputKind): void => this.#begin(kind),
      push: (kept: Float64Array): void => this.#push(kept),
    };
    this.rows = new BarRows(store, allowNegativePrices);
  }

  /** The bars as a series of exactly their number. */
  toSeries(symbol: string): BarSeries {
    const { name } = this.#kind;
    const packed = this.#columns.map((values) => values.slice(0, this.#count));
    const column = (): Float64Array => new Float64Array(this.#count);
    const middles = Array.from({ length: middleCount(name) }, column);
    const series = unpackBars(symbol, name, packed, { middles, zeros: column() });
    const hasVolume = series.volume.some((units) => units > 0);
    return { ...series, ...(!hasVolume && { hasVolume }) };
  }

  #begin(kind: InputKind): void {
    this.#kind = kind;
    this.#capacity = CAPACITY_FIRST;
    this.#columns = Array.from({ length: kind.columns }, () => new Float64Array(CAPACITY_FIRST));
  }

  #push(kept: Float64Array): void {
    if (this.#count === this.#capacity) this.#grow();
    for (let column = 0; column < kept.length; column++) this.#columns[column][this.#count] = kept[column];
    this.#count++;
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#columns = this.#columns.map((values) => {
      const grown = new Float64Array(this.#capacity);
      grown.set(values);
      return grown;
    });
  }
}
