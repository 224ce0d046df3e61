/** A change of what a unit is: `ratio` new units for each old one, 2 for a two-for-one split. Prices fall by it. */
interface Split {
  readonly kind: 'split';
  readonly symbolIndex: number;
  readonly ratio: number;
}

/** Cash for each unit held before the open of the slice, in the currency of the instrument; shorts pay it. */
interface Dividend {
  readonly kind: 'dividend';
  readonly symbolIndex: number;
  readonly amount: number;
}

/** The symbol has its last bar behind it. What is held is closed at `price`, or at the last close where that is null. */
interface Delisting {
  readonly kind: 'delisting';
  readonly symbolIndex: number;
  readonly price: number | null;
}

/** Trading in the symbol stops with this slice (orders are refused, nothing fills), or goes on with it. */
interface Halt {
  readonly kind: 'halt' | 'resumption';
  readonly symbolIndex: number;
}

/** The funding of a perpetual: longs pay `rate` of the value of the position to shorts, or get it where it is negative. */
interface Funding {
  readonly kind: 'funding';
  readonly symbolIndex: number;
  readonly rate: number;
}

/** What happens to an instrument itself. It takes effect at the beginning of its slice, before any order is matched. */
export type MarketAction = Split | Dividend | Delisting | Halt | Funding;
