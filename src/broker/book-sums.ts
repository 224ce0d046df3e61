import type { RestingOrder } from './resting-order.ts';

/** Units of a book: signed market orders, what reduces only by side, and entries with a price by side. */
interface UnitSums {
  market: number;
  reducingBuys: number;
  reducingSells: number;
  entryBuys: number;
  entrySells: number;
  /** Orders of OCO groups, of which not all count. */
  grouped: number;
  isValid: boolean;
  /** Rises with every change. */
  version: number;
}

/**
 * What the resting orders of each symbol come to, so that an order need not walk the book: summed up once after a
 * change, and added to by each further order. The sums are those of a walk in the order of the numbers, to the last bit.
 */
export class BookSums {
  readonly #sums: readonly UnitSums[];
  #changes = 0;

  constructor(symbolCount: number) {
    this.#sums = Array.from({ length: symbolCount }, emptySums);
  }

  /** Rises with every change of the orders of a symbol. */
  version(symbol: number): number {
    return this.#sums[symbol]!.version;
  }

  /** The versions of all symbols together. */
  get changes(): number {
    return this.#changes;
  }

  /** Something of a resting order of the symbol changed, or one is gone. */
  touch(symbol: number): void {
    const sums = this.#sums[symbol]!;
    sums.isValid = false;
    sums.version++;
    this.#changes++;
  }

  /** An order was put at the end of its book. */
  add(resting: RestingOrder): void {
    const sums = this.#sums[resting.order.symbolIndex]!;
    sums.version++;
    this.#changes++;
    if (sums.isValid) addTo(sums, resting);
  }

  /** The sums of a symbol whose book this is. */
  of(symbol: number, book: readonly RestingOrder[]): Readonly<UnitSums> {
    const sums = this.#sums[symbol]!;
    if (sums.isValid) return sums;
    sums.market = 0;
    sums.reducingBuys = 0;
    sums.reducingSells = 0;
    sums.entryBuys = 0;
    sums.entrySells = 0;
    sums.grouped = 0;
    for (let at = 0; at < book.length; at++) addTo(sums, book[at]!);
    sums.isValid = true;
    return sums;
  }
}

function emptySums(): UnitSums {
  return {
    market: 0,
    reducingBuys: 0,
    reducingSells: 0,
    entryBuys: 0,
    entrySells: 0,
    grouped: 0,
    isValid: true,
    version: 0,
  };
}

function addTo(sums: UnitSums, { matching, order, remaining }: RestingOrder): void {
  const isBuy = order.side === 'buy';
  if (order.ocoGroup !== null) sums.grouped++;
  if (matching === 'open' || matching === 'close') {
    if (!order.reduceOnly) sums.market += isBuy ? remaining : -remaining;
    else if (isBuy) sums.reducingBuys += remaining;
    else sums.reducingSells += remaining;
  } else if (!order.reduceOnly) {
    if (isBuy) sums.entryBuys += remaining;
    else sums.entrySells += remaining;
  }
}
