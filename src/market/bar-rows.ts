import { BAR_FAULTS, BARS_PER_FILE_MAX, type BarFault } from './bar-fault.ts';
import type { BarSink } from './bar-sink.ts';
import type { InputKind } from './input-kind.ts';

/** Where checked rows go, each once nothing can join it any more. */
export interface RowStore {
  /** Prepares for rows of a kind; before the first one. */
  begin(kind: InputKind): void;
  /** Takes the columns that are kept of a row; the array is overwritten by the next one. */
  push(kept: Float64Array): void;
}

/** Checks the rows of a file as they are read, joins those of one time by the rule of their kind, and passes them on. */
export class BarRows implements BarSink {
  count = 0;
  duplicates = 0;
  joined = 0;
  readonly #store: RowStore;
  readonly #allowNegativePrices: boolean;
  #kind: InputKind | null = null;
  #last = new Float64Array(0);

  constructor(store: RowStore, allowNegativePrices: boolean) {
    this.#store = store;
    this.#allowNegativePrices = allowNegativePrices;
  }

  begin(kind: InputKind): void {
    this.#kind = kind;
    this.#last = new Float64Array(kind.columns).fill(Number.NEGATIVE_INFINITY);
    this.#store.begin(kind);
  }

  append(row: Float64Array): BarFault | null {
    const kind = this.#kind!;
    const fault = kind.faultOf(row, this.#allowNegativePrices);
    if (fault !== null) return fault;
    const last = this.#last;
    if (!(row[0] > last[0])) return row[0] < last[0] ? BAR_FAULTS.order : this.#join(row, kind);
    if (this.count >= BARS_PER_FILE_MAX) return BAR_FAULTS.count;
    if (this.count > 0) this.#store.push(last);
    this.count++;
    kind.keep(row, last, 0, 1);
    return null;
  }

  finish(): void {
    if (this.count > 0) this.#store.push(this.#last);
  }

  #join(row: Float64Array, kind: InputKind): BarFault | null {
    const outcome = kind.join(row, this.#last);
    if (outcome === 'repeated') this.duplicates++;
    else if (outcome === 'joined') this.joined++;
    else return outcome;
    return null;
  }
}
